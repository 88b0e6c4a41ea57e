// The articles: a search with hits as you type, filters, a timeline, and the list. What is searched for stands in the address.

import { call, retryLabel, withQuery } from "../api.js";
import { hitList } from "../ask/abstention.js";
import { Narrow } from "../ask/filters.js";
import { pieces } from "../code-points.js";
import { confirmed } from "../dialogs.js";
import { direction } from "../direction.js";
import { bdi, button, el, fill, outletAndDay } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf, archiveAddress } from "../router.js";
import { plural } from "../wording.js";
import { say } from "../wording/archive.js";
import { markMonths, timeline } from "./timeline.js";

const PAGE = 25;
const PASSAGES = 5;
const PAUSE = 150; // ms without a key, before a search is sent
const MISSING = ["publisher", "date"];

export class Articles {
  /** @param query what the address asks for: text, publisher, since, until, speaker, missing. */
  constructor(stats, query) {
    this.missing = MISSING.includes(query.get("missing")) ? query.get("missing") : "";
    this.narrow = new Narrow(["since", "until", "publisher", "speaker"], () => this.changed());
    this.narrow.offer({ publishers: stats.publishers });
    this.narrow.set(Object.fromEntries(query));
    this.field = el("input", {
      type: "search",
      maxlength: 400,
      value: query.get("text") ?? "",
      placeholder: say.searchHint,
      "aria-label": say.searchArticles,
      "data-search": true,
      input: () => (clearTimeout(this.timer), (this.timer = setTimeout(() => this.changed(), PAUSE))),
    });
    this.status = el("p", { class: "quiet-words", role: "status" });
    this.lacking = el("div", { class: "filter-chips" });
    this.actions = el("div", { class: "bar" });
    this.passages = el("div", { class: "nearest" });
    this.list = el("ul", { class: "latest" });
    this.foot = el("div", { class: "bar" });
    this.timeline = timeline(stats.timeline, (days) => this.chooseDays(days));
    this.element = el(
      "div",
      { class: "part" },
      el(
        "form",
        { class: "search", role: "search", submit: (e) => (e.preventDefault(), this.searchPassages()) },
        el("div", { class: "row" }, this.field, el("button", { class: "button primary" }, say.searchPassages)),
        this.narrow.chips,
        this.lacking,
        this.narrow.element,
      ),
      this.timeline,
      this.passages,
      el("section", { "aria-label": say.articles }, el("div", { class: "list-head" }, this.status, this.actions), this.list, this.foot),
      sampleNotice(),
    );
    this.start();
  }

  values() {
    return { text: this.field.value.trim(), ...this.narrow.values(), missing: this.missing };
  }

  chooseDays(days) {
    const [since, until] = days ?? ["", ""];
    this.narrow.set({ ...this.narrow.values(), since, until });
    this.changed();
  }

  /** Keeps the address in step, so that it can be copied and survives a reload. */
  changed() {
    clearTimeout(this.timer);
    history.replaceState(history.state, "", archiveAddress(this.values()));
    fill(this.passages, []);
    this.start();
  }

  /** From the newest on, under what is asked for now. */
  async start() {
    const values = this.values();
    if (this.timeline) markMonths(this.timeline, values);
    const lacks = values.missing && say.lacks(values.missing);
    fill(
      this.lacking,
      lacks &&
        button([lacks, el("span", { "aria-hidden": "true" }, "×")], () => ((this.missing = ""), this.changed()), { class: "button filter-chip" }),
    );
    await this.more(null, values);
  }

  async more(after, values) {
    const asked = (this.asked = {});
    try {
      const { articles, excerpts, next, total } = await call(
        "GET",
        withQuery("/v1/articles", { ...values, typing: Boolean(values.text), limit: PAGE, after }),
      );
      if (asked !== this.asked) return; // another key was pressed since
      if (after === null) this.list.replaceChildren();
      this.list.append(...articles.map((a) => row(a, excerpts[a.article_id])));
      this.status.textContent = total ? plural(total, "article") : say.nothing(values.text);
      fill(this.foot, next && button(say.moreArticles, () => this.more(next, values)));
      fill(this.actions, total > 0 && this.askButton(values));
    } catch (error) {
      if (asked !== this.asked) return;
      this.status.textContent = "";
      fill(this.foot, [el("p", { role: "alert" }, error.message), button(retryLabel(error), () => this.more(after, values))]);
    }
  }

  /** Takes the filters to the Ask view; words of the search are no filter there. */
  askButton({ publisher, since, until, speaker }) {
    const filters = { publisher, since, until, speaker };
    if (!Object.values(filters).some(Boolean)) return null;
    return button(say.askAboutThese, () => dispatchEvent(new CustomEvent("ask", { detail: { filters } })));
  }

  /** The passages that fit best, by words and meaning. */
  async searchPassages() {
    const { text, publisher, since, until, speaker } = this.values();
    if (!text) return;
    this.changed(); // at once, so that a pause in typing does not clear what is found
    try {
      const { hits } = await call("POST", "/v1/search", { query: text, k: PASSAGES, publisher, since, until, speaker });
      fill(this.passages, [el("h2", { tabindex: -1 }, say.fits(hits.length)), hitList(hits)]);
      this.passages.querySelector("h2").focus();
    } catch (error) {
      fill(this.passages, el("p", { class: "quiet-words", role: "alert" }, error.message));
    }
  }
}

/** @param excerpt the passage with the words looked for; the headline then leads to it. */
function row(a, excerpt) {
  return el(
    "li",
    {},
    ownLink(addressOf({ article_id: a.article_id, ...excerpt }), {}, bdi(a.title)),
    a.retracted && [" ", el("span", { class: "tag" }, say.retracted)],
    el("span", { class: "source-where" }, " ", outletAndDay(a), say.version(a.version)),
    excerpt && pieceWithHits(excerpt),
  );
}

function pieceWithHits({ text, found }) {
  const ranges = found.map(([start, end]) => ({ kind: "found", start, end }));
  const shown = pieces(text, ranges).map((p) => (p.kinds.length ? el("b", {}, p.text) : p.text));
  return el("p", { class: "excerpt", dir: direction(text) }, shown);
}

/** Where the sample newsroom is in the archive: that it is, and a button that removes it. */
function sampleNotice() {
  const place = el("div", { class: "sample" });
  const remove = async () => {
    if (!(await confirmed(say.sureToRemove, say.removeSample))) return;
    try {
      await call("DELETE", "/v1/sample");
      dispatchEvent(new Event("archive-changed"));
    } catch (error) {
      place.append(el("p", { role: "alert" }, error.message));
    }
  };
  call("GET", "/v1/sample").then(
    ({ added }) => added && fill(place, [el("p", { class: "quiet-words" }, say.sampleHere(added)), button(say.removeSample, remove)]),
    () => {}, // without it, nothing is missing
  );
  return place;
}
