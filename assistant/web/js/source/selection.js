// Selected words of an article: what can be asked about them.

import { button, el } from "../dom.js";
import { say } from "../wording/article.js";

const MOST = 300; // characters of a selection that a question takes
const LEAST = 3;
const NAME_WORDS = 6;

/** A bar for the foot of the article, shown while words of its text are selected. */
export function selectionBar(place) {
  let chosen = "";
  const ask = (question, send) => dispatchEvent(new CustomEvent("ask", { detail: { question, send } }));
  const bar = el(
    "div",
    { class: "selection-bar", role: "toolbar", "aria-label": say.selected, hidden: true },
    button(say.askAboutThis, () => ask(aboutWords(chosen), false)), // for the reader to finish
    button(say.whoElse, () => ask(say.whoElseQuestion(unquoted(chosen)), true)),
  );
  bar.addEventListener("mousedown", (e) => e.preventDefault()); // a press must not take the selection away
  document.addEventListener("selectionchange", () => {
    if (bar.contains(document.activeElement)) return;
    const selection = getSelection();
    const range = selection.rangeCount > 0 && selection.getRangeAt(0);
    const inside = range && place.querySelector(".article-text")?.contains(range.commonAncestorContainer);
    chosen = inside && !range.collapsed ? shortened(wholeWords(range, selection.toString())) : "";
    bar.hidden = chosen.length < LEAST;
  });
  return bar;
}

/** The selected text with the rest of its first and last word. */
function wholeWords({ startContainer, startOffset, endContainer, endOffset }, text) {
  const [before] = /[\p{L}\p{N}]*$/u.exec(startContainer.data?.slice(0, startOffset) ?? "");
  const [after] = /^[\p{L}\p{N}]*/u.exec(endContainer.data?.slice(endOffset) ?? "");
  const word = (edge) => /[\p{L}\p{N}]/u.test(edge);
  return `${word(text.charAt(0)) ? before : ""}${text}${word(text.charAt(text.length - 1)) ? after : ""}`;
}

/** A name or a thing is asked about as it is, a sentence as a quotation. */
function aboutWords(text) {
  return text.split(" ").length > NAME_WORDS ? say.aboutSentence(unquoted(text)) : say.aboutThing(unquoted(text));
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
