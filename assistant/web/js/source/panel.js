// The source: a stored article, scrolled to the passage, which is marked.

import { at, call, retryLabel, withQuery } from "../api.js";
import { pieces } from "../code-points.js";
import { direction } from "../direction.js";
import { bdi, button, el, fill, iconButton } from "../dom.js";
import { announce } from "../live-region.js";
import { closePassage } from "../router.js";
import { day } from "../wording.js";
import { articleActions, copyLinkButton, facts, removedReport } from "./article-facts.js";
import { selectionBar } from "./selection.js";

const MOST_MARKED = 0.5; // share of an article; a notice of correction that is longer is told above the text instead

export class Source {
  constructor() {
    this.body = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Article" });
    this.close = iconButton("close", "Close the source", () => this.dismiss());
    this.heading = el("h2", {}, "Source");
    this.bar = el("div", { class: "source-bar" });
    this.element = el(
      "section",
      { class: "source", "aria-label": "Source" },
      el("div", { class: "source-head" }, this.heading, this.bar, this.close),
      this.body,
      selectionBar(this.body),
    );
    this.returnTo = null;
    this.passage = null;
  }

  /** Shows a passage `{article_id, version, start, end}`; all but the id may be null. Nothing where there is none. */
  async show(passage) {
    if (JSON.stringify(passage) === JSON.stringify(this.passage)) return;
    if (passage && !this.passage) this.returnTo = document.activeElement;
    this.passage = passage;
    this.element.classList.toggle("open", Boolean(passage));
    fill(this.bar, passage && copyLinkButton(passage));
    fill(this.heading, "Source");
    if (passage) await this.load(passage);
    else this.empty();
  }

  async load(passage) {
    this.body.setAttribute("aria-busy", "true");
    try {
      const { article_id, version, start, end, changes } = passage;
      const article = await call("GET", withQuery(at("v1", "articles", article_id), { version, start, end }));
      const text = changes ? await (await import("./diff.js")).changesOf(article, changes, article.version) : articleText(article, passage);
      if (passage === this.passage) this.fillFrom(article, passage, text);
    } catch (error) {
      if (passage === this.passage)
        fill(
          this.body,
          el(
            "div",
            { class: "trouble loud", role: "alert" },
            el("p", {}, el("b", {}, "The article cannot be shown. "), error.message),
            button(retryLabel(error), () => this.load(passage)),
          ),
        );
    } finally {
      this.body.removeAttribute("aria-busy");
    }
  }

  fillFrom(article, passage, text) {
    fill(this.body, [
      el(
        "h1",
        { class: article.fact_sources.title === "none" ? "headline untitled" : "headline", dir: direction(article.title), tabindex: -1 },
        bdi(article.title),
      ),
      facts(article, passage),
      articleActions(article, () => this.load(passage)),
      covers(article) && el("p", { class: "banner" }, "This article is a notice of correction."),
      text,
      removedReport(article),
    ]);
    fill(this.heading, [bdi(article.publisher ?? "Outlet unknown"), ` · ${day(article.published_at)}`]);
    const mark = text.querySelector("mark");
    (mark ?? this.body.querySelector("h1")).focus({ preventScroll: true });
    if (mark) mark.scrollIntoView({ block: "center" });
    else this.body.scrollTop = 0;
    announce(mark ? `Passage of ${article.title} opened` : `${article.title} opened`);
  }

  empty() {
    fill(this.body, el("p", { class: "source-empty" }, "Click a number to read the passage here."));
  }

  dismiss() {
    const back = this.returnTo;
    closePassage();
    this.returnTo = null;
    if (back?.isConnected) setTimeout(() => back.focus({ preventScroll: true }));
  }
}

/** Whether a notice of correction is most of the article, so that marking it would mark everything. */
function covers({ corrections = [], text }) {
  return corrections.some(([start, end]) => end - start > MOST_MARKED * text.length);
}

/** The text to the letter, the passage in a `mark`, notices of correction and broken quotation marks in spans of their own. */
function articleText(article, { start, end }) {
  const range = ([from, to], kind) => ({ kind, start: from, end: to });
  const ranges = [
    ...(covers(article) ? [] : (article.corrections ?? [])).map((r) => range(r, "correction")),
    ...(article.broken_quotes ?? []).map((r) => range(r, "broken-quote")),
  ];
  if (start !== null && end !== null) ranges.push(range([start, end], "passage"));
  const gapped = !article.text.includes("\n\n");
  const mark = el("mark", { tabindex: -1, "aria-label": "Cited passage" });
  const made = pieces(article.text, ranges).map(({ text, kinds }) => {
    const others = kinds.filter((k) => k !== "passage");
    const lines = gapped ? withGaps(text) : [text];
    const piece = others.length ? [el("span", { class: others.join(" ") }, lines)] : lines;
    if (!kinds.includes("passage")) return piece;
    mark.append(...piece);
    return mark;
  });
  return el("div", { class: "article-text", dir: direction(article.text), lang: article.language }, [...new Set(made.flat())]);
}

/** Lines with an empty element behind each, so that paragraphs stand apart and the text stays as it is, sign by sign. */
function withGaps(text) {
  return text.split(/(?<=\n)/).flatMap((line) => (line.endsWith("\n") ? [line, el("span", { class: "gap" })] : [line]));
}
