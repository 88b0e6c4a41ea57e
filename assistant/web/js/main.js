// The page: puts the parts in their places and shows what the address says.

import { call, onKeyWanted } from "./api.js";
import { learnNewest } from "./ask/archive-age.js";
import { Conversations } from "./ask/conversation-list.js";
import { Conversation } from "./ask/conversation.js";
import { el, iconButton } from "./dom.js";
import { sheets } from "./keys.js";
import { announceIn } from "./live-region.js";
import { ownLink, showOpen } from "./markers.js";
import { conversationAddress, go, here } from "./router.js";
import { mountCard } from "./source/citation-card.js";
import { Source } from "./source/panel.js";
import { onOtherTab, tellTabs } from "./tabs.js";
import { say } from "./wording.js";

const SHEET = matchMedia("(max-width: 1099px)"); // as in layout.css

const DARK = matchMedia("(prefers-color-scheme: dark)");

const source = new Source();
const conversation = new Conversation(changed);
const list = new Conversations(
  (id) => id === conversation.id && go("/"),
  () => conversation.refresh(),
);
const views = { ask: conversation };
const later = {
  archive: async () => new (await import("./archive/view.js")).ArchiveView(),
  add: async () => new (await import("./archive/add.js")).AddView(),
  unknown: async () => new (await import("./unknown.js")).UnknownView(),
};
const loading = {}; // promises of the views, so that none is made twice
const links = {
  ask: ownLink("/", {}, say.views.ask),
  archive: ownLink("/#archive", {}, say.views.archive),
  add: ownLink("/#add", {}, say.views.add),
};
const rail = list.element;
const menu = iconButton("menu", say.conversations, () => drawer(!rail.classList.contains("open")), {
  class: "icon-button menu-button",
  "aria-expanded": "false",
  "aria-controls": "rail",
});
const themeButton = iconButton("theme", "", () => dispatchEvent(new Event("toggle-theme")), { class: "icon-button theme-button" });
const masthead = el(
  "header",
  { class: "masthead" },
  menu,
  ownLink("/", { class: "wordmark" }, say.name),
  el("nav", { "aria-label": say.viewsLabel }, Object.values(links)),
  themeButton,
  iconButton("settings", say.settings, sheets.settings),
);
const main = el("main", { id: "main", tabindex: -1 }, conversation.element);
let shown = {};
const OPEN = "onrecord.open"; // the conversation that the Ask tab leads back to, also after a reload

function build() {
  const status = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
  document.body.append(
    el("a", { class: "skip", href: "#main", click: (e) => (e.preventDefault(), main.focus()) }, say.skip),
    masthead,
    rail,
    main,
    source.element,
    status,
  );
  announceIn(status);
  mountCard(main);
  onKeyWanted(async (message) => (await import("./dialogs.js")).keyWanted(message));
}

/** A turn was added to the conversation. */
function changed() {
  list.current = conversation.id;
  leadBack(conversation.id);
  list.load();
  tellTabs({ id: conversation.id });
}

/** Another tab, or time in the background, may have changed the conversations. */
function catchUp({ id, deleted } = {}) {
  list.load();
  if (id && id !== conversation.id) return;
  if (deleted) conversation.gone();
  else conversation.refresh();
}

/** @param id of the conversation, or nothing for a new one. */
function leadBack(id) {
  sessionStorage.setItem(OPEN, id || "");
  links.ask.setAttribute("href", conversationAddress(id));
}

/** The browser's tab is named for what it shows. */
function titled() {
  const { view } = here();
  document.title = [view === "ask" ? conversation.title : say.titles[view], say.name].filter(Boolean).join(" · ");
}

/** The button is named for what it does. */
function nameThemeButton() {
  const name = isDark() ? say.toLight : say.toDark;
  for (const attribute of ["aria-label", "title"]) themeButton.setAttribute(attribute, name);
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (DARK.matches ? "dark" : "light")) === "dark";
}

/** A view other than the Ask view is loaded when it is first shown. */
function viewOf(name) {
  loading[name] ??= later[name]().then((view) => {
    views[name] = view;
    main.append(view.element);
    return view;
  });
  return loading[name];
}

async function showLater(place, entered) {
  const view = await viewOf(place.view);
  view.element.hidden = here().view !== place.view;
  if (!view.element.hidden) view.show(place, entered);
}

function show() {
  const place = here();
  drawer(false);
  for (const [name, view] of Object.entries(views)) view.element.hidden = name !== place.view;
  for (const [name, link] of Object.entries(links))
    name === place.view ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  if (place.view !== "ask") showLater(place, shown.view !== place.view);
  if (place.view === "ask" && (shown.conversation === undefined || place.conversation !== conversation.id)) conversation.show(place.conversation);
  shown = { view: place.view, conversation: place.view === "ask" ? place.conversation : shown.conversation };
  list.mark(place.view === "ask" ? place.conversation : null);
  leadBack(place.view === "ask" ? place.conversation : sessionStorage.getItem(OPEN));
  titled();
  const sheet = SHEET.matches && Boolean(place.passage);
  for (const part of [masthead, rail, main]) part.toggleAttribute("inert", sheet); // the sheet lies over them
  for (const [name, value] of [
    ["role", "dialog"],
    ["aria-modal", "true"],
  ])
    sheet ? source.element.setAttribute(name, value) : source.element.removeAttribute(name);
  showOpen(place.passage && location.pathname + location.search);
  source.show(place.passage);
}

/** The list of conversations, where it lies over the page. */
function drawer(open) {
  rail.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", String(open));
  if (open) rail.querySelector("a").focus();
}

async function offer() {
  const stats = await call("GET", "/v1/stats").catch(() => null);
  if (!stats) return;
  conversation.offer(stats);
  learnNewest(stats.newest);
}

/** What another view sends to the Ask view: `{question, filters}` in its field, asked at once where `send` is set. */
addEventListener("ask", ({ detail: { question, filters, send } }) => {
  go(conversationAddress(conversation.id));
  conversation.composer.prefill(question, filters);
  if (send) conversation.composer.ask();
});

addEventListener("archive-changed", () => {
  offer();
  shown = { ...shown, view: null }; // so that the archive is read again
  if (here().view !== "ask") show();
  else if (conversation.id === null) conversation.start();
});

addEventListener("dragover", (e) => e.preventDefault());
addEventListener("drop", async (e) => {
  e.preventDefault();
  const files = [...e.dataTransfer.files];
  if (!files.length) return;
  if (here().view !== "add") go("/#add");
  (await viewOf("add")).files(files);
});

for (const event of ["toggle-theme", "set-theme"]) addEventListener(event, nameThemeButton); // theme.js listens first
addEventListener("titled", titled);
onOtherTab(catchUp);
document.addEventListener("visibilitychange", () => document.hidden || catchUp());
DARK.addEventListener("change", nameThemeButton);
addEventListener("place", show);
addEventListener("popstate", show);
SHEET.addEventListener("change", show);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (rail.classList.contains("open")) (drawer(false), menu.focus());
  else if (source.passage) source.dismiss();
});

addEventListener("click", ({ target }) => {
  if (!SHEET.matches || !target.isConnected) return;
  if (rail.classList.contains("open") && !rail.contains(target) && !menu.contains(target)) drawer(false);
  else if (source.passage && target === document.body) source.dismiss(); // what lies under the sheet is inert
});

build();
nameThemeButton();
source.empty();
show();
list.load();
offer();
