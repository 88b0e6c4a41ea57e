// The source: the place of a stored article, scrolled to the passage. What an article is made of is loaded with the first one.

import { at, call, retryLabel, withQuery } from "../api.js";
import { button, el, fill, iconButton, outletAndDay } from "../dom.js";
import { announce } from "../live-region.js";
import { closePassage } from "../router.js";
import { say } from "../wording.js";

export class Source {
  constructor() {
    this.body = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say.article });
    this.close = iconButton("close", say.closeSource, () => this.dismiss());
    this.heading = el("h2", {}, say.sourcePane);
    this.bar = el("div", { class: "source-bar" });
    this.element = el(
      "section",
      { class: "source", "aria-label": say.sourcePane },
      el("div", { class: "source-head" }, this.heading, this.bar, this.close),
      this.body,
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
    fill(this.bar, null);
    fill(this.heading, say.sourcePane);
    if (passage) await this.load(passage);
    else this.empty();
  }

  async load(passage) {
    this.body.setAttribute("aria-busy", "true");
    try {
      const { article_id, version, start, end, changes } = passage;
      const article = await call("GET", withQuery(at("v1", "articles", article_id), { version, start, end }));
      const parts = await import("./article.js");
      const text = changes ? await (await import("./diff.js")).changesOf(article, changes, article.version) : parts.articleText(article, passage);
      if (passage === this.passage) this.fillFrom(parts, article, passage, text);
    } catch (error) {
      if (passage === this.passage)
        fill(
          this.body,
          el(
            "div",
            { class: "trouble loud", role: "alert" },
            el("p", {}, el("b", {}, say.notShown), error.message),
            button(retryLabel(error), () => this.load(passage)),
          ),
        );
    } finally {
      this.body.removeAttribute("aria-busy");
    }
  }

  /** @param parts the module that makes the parts of an article. */
  fillFrom(parts, article, passage, text) {
    fill(this.bar, parts.copyLinkButton(passage));
    fill(
      this.body,
      parts.articleParts(article, passage, text, () => this.load(passage)),
    );
    fill(this.heading, outletAndDay(article));
    this.selection ??= this.element.appendChild(parts.selectionBar(this.body));
    const mark = text.querySelector("mark");
    (mark ?? this.body.querySelector("h1")).focus({ preventScroll: true });
    if (mark) mark.scrollIntoView({ block: "center" });
    else this.body.scrollTop = 0;
    announce(say.opened(article.title, mark));
  }

  empty() {
    fill(this.body, el("p", { class: "source-empty" }, say.openHere));
  }

  dismiss() {
    const back = this.returnTo;
    closePassage();
    this.returnTo = null;
    if (back?.isConnected) setTimeout(() => back.focus({ preventScroll: true }));
  }
}
