// A shared conversation as whoever has the link sees it: its questions, and its answers with their sources. Nothing can be asked, changed or opened.

import { at, call } from "./api.js";
import { AnswerView } from "./ask/answer.js";
import { narrowWords } from "./ask/filters.js";
import { staleLines } from "./ask/turn.js";
import { direction } from "./direction.js";
import { bdi, el, fill, iconButton, linkAbroad } from "./dom.js";
import { announceIn } from "./live-region.js";
import { mountCard } from "./source/citation-card.js";
import { origin, say, sourcesLine } from "./wording.js";

const page = el("div", { class: "turns" }, el("p", { class: "quiet-words", role: "status" }, say.readingConversation));
const main = el("main", { id: "main" }, el("div", { class: "scroll" }, page));
const themeButton = iconButton("theme", say.theme, () => dispatchEvent(new Event("toggle-theme")));

function turn({ answer, stale, narrowed }, n) {
  const view = new AnswerView(stale);
  view.finish(answer);
  view.element.querySelector(".sources")?.replaceWith(sources(answer, n, view.staleness));
  if (stale.length) view.element.prepend(el("div", { class: "stale-notice", role: "note" }, el("ul", {}, staleLines(stale, answer.citations))));
  const words = narrowWords(narrowed);
  const made = el(
    "article",
    { class: "turn", "aria-label": say.asked(answer.question) },
    el("h2", { class: "question", dir: "auto" }, answer.question),
    words && el("p", { class: "narrowed" }, words),
    view.element,
  );
  leadToSources(made, n);
  return made;
}

/** Each source with the words that are cited: there is no article to open. */
function sources(answer, n, staleness) {
  const item = (c) =>
    el(
      "li",
      { id: `source-${n}-${c.n}`, value: c.n, tabindex: -1 },
      el("blockquote", { dir: direction(c.cited_text) }, c.cited_text),
      el("p", { class: "source-where" }, bdi(c.title), `. ${origin(c)}`, c.url && [" · ", linkAbroad(c.url)]),
      staleness.has(c.n) && el("p", { class: "source-stale" }, staleness.get(c.n)),
    );
  return el("section", {}, el("h3", {}, sourcesLine(answer)), el("ol", { class: "footnotes" }, answer.citations.map(item)));
}

/** Markers lead to the source below; other links to the archive are none here. */
function leadToSources(made, n) {
  for (const link of made.querySelectorAll("a[href^='/a/']")) {
    const address = link.getAttribute("href");
    if (link.classList.contains("marker")) link.setAttribute("href", `#source-${n}-${link.dataset.n}`);
    else if (address.includes("changes=")) link.remove();
    else link.replaceWith(...link.childNodes);
  }
}

/** Before the marker's own listener, which would open the article. */
function toSource(event) {
  const link = event.target.closest("a.marker");
  if (!link) return;
  event.stopPropagation();
  event.preventDefault();
  document.querySelector(link.getAttribute("href")).focus();
}

async function show() {
  try {
    const { title, turns } = await call("GET", at("v1", "shared", location.pathname.split("/")[2]));
    document.title = `${title} · ${say.name}`;
    fill(page, [el("h1", { class: "unseen" }, say.sharedConversation), turns.map(turn)]);
  } catch (error) {
    fill(page, el("div", { class: "trouble quiet", role: "alert" }, el("h1", {}, say.sharedNotShown), el("p", {}, error.message)));
  }
}

const status = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
document.body.classList.add("shared");
document.body.append(
  el("header", { class: "masthead" }, el("span", { class: "wordmark" }, say.name), el("span", { class: "read-only" }, say.readOnly), themeButton),
  main,
  status,
);
announceIn(status);
mountCard(main);
main.addEventListener("click", toSource, { capture: true });
show();
