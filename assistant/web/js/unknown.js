// What an address shows that names nothing here.

import { el } from "./dom.js";
import { ownLink } from "./markers.js";

export class UnknownView {
  constructor() {
    this.element = el("section", { class: "scroll", "aria-label": "Unknown address", hidden: true });
  }

  show() {
    this.element.replaceChildren(
      el(
        "div",
        { class: "page" },
        el("h1", {}, "There is no page here"),
        el("p", {}, "The address may be mistyped: ", el("code", {}, location.pathname)),
        el("p", { class: "bar" }, ownLink("/", { class: "button primary" }, "Ask"), ownLink("/#archive", { class: "button" }, "Archive")),
      ),
    );
  }
}
