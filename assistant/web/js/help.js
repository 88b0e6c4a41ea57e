// Which keys do what.

import { sheet } from "./dialogs.js";
import { el } from "./dom.js";
import { say } from "./wording/sheets.js";

export function showHelp() {
  const row = ([keys, what]) => [
    el(
      "dt",
      {},
      keys.split(" ").map((k) => el("kbd", {}, k)),
    ),
    el("dd", {}, what),
  ];
  sheet(say.keys, [el("dl", { class: "keys" }, say.keyList.map(row)), el("p", { class: "quiet-words" }, say.keysOff)]);
}
