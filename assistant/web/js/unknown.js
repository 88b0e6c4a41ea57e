// What an address shows that names nothing here.

import { el } from "./dom.js";
import { ownLink } from "./markers.js";
import { say } from "./wording.js";

export class UnknownView {
  constructor() {
    this.element = el("section", { class: "scroll", "aria-label": say.unknownAddress, hidden: true });
  }

  show() {
    this.element.replaceChildren(
      el(
        "div",
        { class: "page" },
        el("h1", {}, say.noPage),
        el("p", {}, say.mistyped, el("code", {}, location.pathname)),
        el(
          "p",
          { class: "bar" },
          ownLink("/", { class: "button primary" }, say.views.ask),
          ownLink("/#archive", { class: "button" }, say.views.archive),
        ),
      ),
    );
  }
}
