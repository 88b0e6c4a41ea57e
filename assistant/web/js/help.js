// Which keys do what.

import { sheet } from "./dialogs.js";
import { el } from "./dom.js";

const KEYS = [
  ["Ctrl K", "Find a conversation or a command"],
  ["/", "Search the archive"],
  ["n", "New question"],
  ["?", "This list"],
  ["← →", "Previous or next marker, from a marker or an open passage"],
  ["Enter", "Ask; on a marker, open its passage"],
  ["Shift Enter", "New line in a question"],
  ["Ctrl Z", "Bring back a conversation that was just deleted"],
  ["Esc", "Stop an answer, or close what is open"],
];

export function showHelp() {
  const row = ([keys, what]) => [
    el(
      "dt",
      {},
      keys.split(" ").map((k) => el("kbd", {}, k)),
    ),
    el("dd", {}, what),
  ];
  sheet("Keys", [el("dl", { class: "keys" }, KEYS.map(row)), el("p", { class: "quiet-words" }, "Single keys can be turned off in the settings.")]);
}
