// Keys that work anywhere on the page: to search, ask, see help, go through the markers, and open the palette.

import { go } from "./router.js";

const OFF = "onrecord.keys-off";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const TYPING = "input, textarea, select, [contenteditable]";

let opening = false; // a sheet is being loaded, and the letters typed meanwhile are meant for it: they must not act on the page

export const sheets = {
  help: opened(() => import("./help.js"), "showHelp"),
  settings: opened(() => import("./settings.js"), "showSettings"),
  palette: opened(() => import("./palette.js"), "showPalette"),
};

/** A function that shows a sheet. Its module is loaded the first time; later the sheet is open before the next key is read. */
function opened(load, show) {
  let module = null;
  return async () => {
    if (opening) return;
    if (!module) {
      opening = true;
      module = await load().finally(() => (opening = false));
    }
    module[show]();
  };
}

export function singleKeysOn() {
  return !localStorage.getItem(OFF);
}

export function setSingleKeys(on) {
  on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
}

const SINGLE = { "/": searchArchive, "?": sheets.help, n: newQuestion };

addEventListener("keydown", (event) => {
  if (opening || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const does = actionOf(event);
  if (!does) return;
  event.preventDefault();
  does();
});

function actionOf(event) {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "k") return sheets.palette;
  if (ctrlKey || metaKey || altKey || target.closest?.(TYPING)) return null;
  if (STEPS[key]) return stepFrom(target, STEPS[key]);
  return singleKeysOn() ? SINGLE[key] : null;
}

/** To the marker before or after the one in focus, or whose passage is open; there its passage opens too. */
function stepFrom(target, step) {
  const open = document.querySelector(".marker[aria-current]");
  const from = target.closest?.(".marker") ?? (target.closest?.(".source") && open);
  const shown = [...document.querySelectorAll(".turn .marker")].filter((m) => m.checkVisibility());
  const next = from && shown[shown.indexOf(from) + step];
  if (!next) return null;
  return () => (open ? go(next.getAttribute("href")) : next.focus());
}

export function newQuestion() {
  go("/");
  document.querySelector(".composer textarea").focus();
}

/** The view is loaded when it is first shown, so its field may come a moment later. */
export function searchArchive(_, tries = 40) {
  if (tries === 40) go("/#archive");
  const field = document.querySelector('main section:not([hidden]) input[type="search"]');
  if (field) field.focus();
  else if (tries) setTimeout(searchArchive, 50, null, tries - 1);
}
