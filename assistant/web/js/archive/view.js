// The archive: outlets, days, counts, a timeline, its articles, and how the last eval went.

import { at, call, retryLabel, withQuery } from "../api.js";
import { direction } from "../direction.js";
import { bdi, button, el, fill } from "../dom.js";
import { emptyArchive } from "../ask/welcome.js";
import { ownLink } from "../markers.js";
import { day } from "../wording.js";
import { lastEval } from "./last-eval.js";
import { timeline } from "./timeline.js";

const PAGE = 25;

export class ArchiveView {
  constructor() {
    this.body = el("div", { class: "page" });
    this.element = el("section", { class: "scroll archive", "aria-label": "Archive", hidden: true }, this.body);
  }

  async load() {
    fill(this.body, el("p", { class: "quiet-words" }, "Reading the archive …"));
    try {
      const stats = await call("GET", "/v1/stats");
      const articles = new ArticleList();
      fill(this.body, [el("h1", {}, "Archive"), stats.articles ? this.parts(stats, articles) : empty(), lastEval(stats.last_eval)]);
      if (stats.articles) await articles.start(null);
    } catch (error) {
      fill(
        this.body,
        el(
          "div",
          { class: "trouble loud", role: "alert" },
          el("p", {}, error.message),
          button(retryLabel(error), () => this.load()),
        ),
      );
    }
  }

  parts(stats, articles) {
    return [figures(stats), timeline(stats.timeline), outlets(stats.publishers, (name) => articles.start(name)), articles.element];
  }
}

function empty() {
  return el(
    "div",
    { class: "empty" },
    emptyArchive(),
  );
}

function figures({ articles, passages, publishers, oldest, newest, retracted, embedding_model }) {
  const figure = (value, name) => el("div", { class: "figure" }, el("dt", {}, name), el("dd", {}, value));
  return [
    el(
      "dl",
      { class: "figures" },
      figure(articles.toLocaleString("en"), "articles"),
      figure(publishers.length.toLocaleString("en"), "outlets"),
      figure(passages.toLocaleString("en"), "passages"),
      figure(retracted.toLocaleString("en"), "retracted"),
    ),
    el("p", { class: "quiet-words" }, `${day(oldest)} to ${day(newest)} · searched with ${embedding_model}`),
  ];
}

/** @param choose called with an outlet's name, to see its articles alone. */
function outlets(publishers, choose) {
  const row = (p) =>
    el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        p.publisher ? button(p.publisher, () => choose(p.publisher), { class: "button linklike", dir: direction(p.publisher) }) : "Outlet unknown",
      ),
      el("td", { class: "number" }, p.articles.toLocaleString("en")),
      el("td", {}, day(p.oldest, "short")),
      el("td", {}, day(p.newest, "short")),
    );
  const head = ["Outlet", "Articles", "Oldest", "Newest"].map((name) =>
    el("th", { scope: "col", class: name === "Articles" ? "number" : null }, name),
  );
  return el(
    "section",
    { "aria-label": "Outlets" },
    el("h2", {}, "Outlets"),
    el(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of outlets" },
      el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, publishers.map(row))),
    ),
  );
}

class ArticleList {
  constructor() {
    this.heading = el("h2", { tabindex: -1 }, "Articles");
    this.list = el("ul", { class: "latest" });
    this.foot = el("div", { class: "bar" });
    this.element = el("section", { "aria-label": "Articles" }, this.heading, this.list, this.foot);
  }

  /** From the newest on; of one outlet, or of all where `publisher` is null. */
  async start(publisher) {
    this.publisher = publisher;
    fill(this.list, []);
    fill(this.heading, publisher ? ["Articles of ", bdi(publisher)] : "Articles");
    if (publisher) this.heading.focus();
    await this.more(null);
  }

  async more(after) {
    try {
      const { articles, next } = await call("GET", withQuery("/v1/articles", { limit: PAGE, after, publisher: this.publisher }));
      this.list.append(...articles.map(row));
      fill(this.foot, [next && button("More articles", () => this.more(next)), this.publisher && button("All outlets", () => this.start(null))]);
    } catch (error) {
      fill(this.foot, [el("p", { role: "alert" }, error.message), button(retryLabel(error), () => this.more(after))]);
    }
  }
}

function row(a) {
  const state = a.retracted ? el("span", { class: "tag" }, "retracted") : null;
  return el(
    "li",
    {},
    ownLink(at("a", a.article_id), {}, bdi(a.title)),
    " ",
    state,
    el(
      "span",
      { class: "source-where" },
      " ",
      bdi(a.publisher ?? "Outlet unknown"),
      ` · ${day(a.published_at)}${a.version > 1 ? ` · version ${a.version}` : ""}`,
    ),
  );
}
