// Paper has no hover and no links: folds are opened, and each answer gets its citations as footnotes.

import { bdi, el } from "./dom.js";
import { origin } from "./wording.js";

const cited = new WeakMap(); // citations by the element of their answer
let undo = [];

export function keepForPrint(answer, citations) {
  cited.set(answer, citations);
}

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(".turn details.fold:not([open])")) {
    fold.open = true;
    undo.push(() => (fold.open = false));
  }
  for (const answer of document.querySelectorAll(".answer:not(:has(.footnotes))")) {
    const notes = el("ol", { class: "footnotes" }, (cited.get(answer) ?? []).map(footnote));
    answer.append(notes);
    undo.push(() => notes.remove());
  }
});

addEventListener("afterprint", () => {
  for (const step of undo) step();
  undo = [];
});

function footnote(c) {
  return el("li", { value: c.n, dir: "auto" }, "“", bdi(c.cited_text), "” ", bdi(c.title), `. ${origin(c)}.`, c.url && ` ${c.url}`);
}
