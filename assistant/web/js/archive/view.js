// The archive: its articles with a search, who is quoted, its outlets, what articles lack, and how the last eval went.

import { call, retryLabel } from "../api.js";
import { emptyArchive } from "../ask/welcome.js";
import { button, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { archiveAddress } from "../router.js";
import { say } from "../wording/archive.js";

const PARTS = {
  "": async (stats, query) => new (await import("./articles.js")).Articles(stats, query).element,
  people: async (_, query) => (await import("./people.js")).people(query),
  outlets: async ({ publishers }) => (await import("./outlets.js")).outlets(publishers),
  incomplete: async ({ publishers }) => (await import("./incomplete.js")).incomplete(publishers),
  quality: async ({ last_eval }) => (await import("./last-eval.js")).lastEval(last_eval),
};

export class ArchiveView {
  constructor() {
    this.about = el("p", { class: "quiet-words" });
    this.parts = el("nav", { class: "parts", "aria-label": say.partsLabel });
    this.body = el("div", { class: "part" });
    const page = el("div", { class: "page" }, el("div", { class: "page-head" }, el("h1", {}, say.archive), this.about), this.parts, this.body);
    this.element = el("section", { class: "scroll archive", "aria-label": say.archive, hidden: true }, page);
  }

  /** @param entered whether the reader comes from another view; else only another part or query is loaded. */
  async show({ part, query }, entered) {
    const address = `${part}?${query}`;
    if (!entered && address === this.address) return;
    this.address = address;
    const name = PARTS[part] ? part : "";
    this.mark(name);
    if (!this.body.hasChildNodes()) fill(this.body, el("p", { class: "quiet-words" }, say.readingArchive));
    try {
      const stats = await call("GET", "/v1/stats");
      const made = stats.articles || name === "quality" ? await PARTS[name](stats, new URLSearchParams(query)) : emptyArchive();
      if (address !== this.address) return;
      this.about.textContent = stats.articles ? say.holds(stats) : "";
      this.parts.hidden = !stats.articles;
      fill(this.body, made);
    } catch (error) {
      if (address === this.address) fill(this.body, this.trouble(error));
    }
  }

  mark(current) {
    const link = (part) => ownLink(archiveAddress({}, part), { "aria-current": part === current && "page" }, say.parts[part]);
    fill(this.parts, Object.keys(PARTS).map(link));
  }

  trouble(error) {
    const [part, query] = this.address.split("?");
    return el(
      "div",
      { class: "trouble loud", role: "alert" },
      el("p", {}, error.message),
      button(retryLabel(error), () => this.show({ part, query }, true)),
    );
  }
}
