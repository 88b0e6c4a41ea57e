// A word at the foot of the page on what was done, with a button that undoes it.

import { button, el, iconButton } from "./dom.js";
import { announce } from "./live-region.js";
import { say } from "./wording/sheets.js";

const SHOWN_FOR = 10_000; // ms

let settle = () => {};

/** Calls `done` when it goes, unless the reader undoes it before. Only one is shown; the next one settles the last. It stays while it has the focus. */
export function toast(words, { undo, done }) {
  settle();
  let timer = null;
  const end = (then) => {
    clearTimeout(timer);
    removeEventListener("keydown", onKey);
    made.remove();
    settle = () => {};
    then();
  };
  const wait = () => (timer = setTimeout(() => end(done), SHOWN_FOR));
  const onKey = (e) => isUndo(e) && (e.preventDefault(), end(undo));
  const made = el(
    "div",
    { class: "toast", role: "group", "aria-label": say.whatWasDone, focusin: () => clearTimeout(timer), focusout: wait },
    el("span", {}, words),
    button(say.undo, () => end(undo)),
    iconButton("close", say.close, () => end(done)),
  );
  settle = () => end(done);
  document.body.append(made);
  addEventListener("keydown", onKey);
  announce(words);
  wait();
}

/** Ctrl+Z, where it has no words in a field to take back. */
function isUndo({ key, ctrlKey, metaKey, shiftKey, target }) {
  return (ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "z" && !target.value;
}

addEventListener("pagehide", () => settle());
