// Selected words of an article: what can be asked about them.

import { button, el } from "../dom.js";

const MOST = 300; // characters of a selection that a question takes
const LEAST = 3;

/** A bar for the foot of the article, shown while words of its text are selected. */
export function selectionBar(place) {
  let chosen = "";
  const send = (question) => dispatchEvent(new CustomEvent("ask", { detail: { question, send: true } }));
  const bar = el(
    "div",
    { class: "selection-bar", role: "toolbar", "aria-label": "Selected words", hidden: true },
    button("Ask about this", () => send(`What do the articles say about “${chosen}”?`)),
    button("Who else said this", () => send(`Who else said that ${unquoted(chosen)}?`)),
  );
  bar.addEventListener("mousedown", (e) => e.preventDefault()); // a press must not take the selection away
  document.addEventListener("selectionchange", () => {
    if (bar.contains(document.activeElement)) return;
    const selection = getSelection();
    const inside = selection.rangeCount > 0 && place.querySelector(".article-text")?.contains(selection.getRangeAt(0).commonAncestorContainer);
    chosen = inside ? shortened(selection.toString()) : "";
    bar.hidden = chosen.length < LEAST;
  });
  return bar;
}

/** In one line, cut behind a word. */
export function shortened(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MOST ? line : line.slice(0, MOST).replace(/\s\S*$/, "");
}

/** Without the marks of quotation around it and the stop at its end, so that it can follow "that". */
function unquoted(text) {
  return text.replace(/^[“"„«‘']+|[”"“»’'.!?…,]+$/g, "");
}
