// A word at the foot of the page on what was done, with a button that undoes it.

import { button, el, iconButton } from "./dom.js";

const SHOWN_FOR = 10_000; // ms

let settle = () => {};

/** Calls `done` when it goes, unless the reader undoes it before. Only one is shown; the next one settles the last. It stays while it has the focus. */
export function toast(words, { undo, done }) {
  settle();
  let timer = null;
  const end = (then) => {
    clearTimeout(timer);
    made.remove();
    settle = () => {};
    then();
  };
  const wait = () => (timer = setTimeout(() => end(done), SHOWN_FOR));
  const made = el(
    "div",
    { class: "toast", role: "status", focusin: () => clearTimeout(timer), focusout: wait },
    el("span", {}, words),
    button("Undo", () => end(undo)),
    iconButton("close", "Close", () => end(done)),
  );
  settle = () => end(done);
  document.body.append(made);
  wait();
}

addEventListener("pagehide", () => settle());
