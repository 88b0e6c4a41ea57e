// The palette: type a few letters, and choose a command, a conversation, or to ask what was typed.

import { call, withQuery } from "./api.js";
import { sheet } from "./dialogs.js";
import { bdi, el, fill } from "./dom.js";
import { newQuestion, searchArchive, sheets } from "./keys.js";
import { conversationAddress, go } from "./router.js";
import { day } from "./wording.js";
import { say } from "./wording/sheets.js";

const MOST = 8; // conversations
const WAIT = 120; // ms after the last letter

const COMMANDS = [
  [say.newQuestion, newQuestion],
  [say.searchArchive, () => searchArchive()],
  [say.addArticles, () => go("/#add")],
  [say.people, () => go("/#archive/people")],
  [say.settings, sheets.settings],
  [say.keys, sheets.help],
  [say.printThis, () => print()],
  [say.switchTheme, () => dispatchEvent(new Event("toggle-theme"))],
];

export function showPalette() {
  let [items, chosen, timer] = [[], 0, null];
  const list = el("ul", { role: "listbox", id: "palette-list", "aria-label": say.found });
  const field = el("input", {
    type: "text",
    role: "combobox",
    "aria-label": say.findLabel,
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    "aria-autocomplete": "list",
    autocomplete: "off",
    autofocus: true,
    placeholder: say.findHint,
    input: () => (offer([]), clearTimeout(timer), (timer = setTimeout(search, WAIT))),
    keydown: onKey,
  });
  const close = sheet(say.find, [field, list], "palette");
  offer([]);
  search();

  async function search() {
    const text = field.value.trim();
    const { conversations } = await call("GET", withQuery("/v1/conversations", { text, limit: MOST })).catch(() => ({ conversations: [] }));
    if (text === field.value.trim()) offer(conversations.filter((c) => c.turns));
  }

  function offer(conversations) {
    const text = field.value.trim();
    const commands = COMMANDS.filter(([name]) => name.toLowerCase().includes(text.toLowerCase()));
    const asks = text ? [[say.ask(text), () => ask(text)]] : [];
    items = [...commands, ...conversations.map(opening), ...asks];
    choose(0);
  }

  function choose(n) {
    chosen = (n + items.length) % items.length || 0;
    const item = ([name, , when], i) =>
      el(
        "li",
        { role: "option", id: `palette-${i}`, "aria-selected": String(i === chosen), click: () => run(i) },
        bdi(name),
        when && el("span", { class: "where" }, ` ${when}`),
      );
    fill(list, items.map(item));
    field.setAttribute("aria-activedescendant", `palette-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function run(n) {
    if (!items[n]) return;
    close();
    items[n][1]();
  }

  function onKey(event) {
    const does = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: () => run(chosen) }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }
}

/** The command that opens a conversation. */
function opening({ conversation_id: id, title, updated_at }) {
  return [title || say.untitled, () => go(conversationAddress(id)), day(updated_at, "short")];
}

function ask(question) {
  dispatchEvent(new CustomEvent("ask", { detail: { question, send: true } }));
}
