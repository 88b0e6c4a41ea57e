// The card beside a marker that is hovered or focused: whose words, outlet, day, and the quoted words.

import { direction } from "../direction.js";
import { bdi, el, fill, outletAndDay } from "../dom.js";
import { fate, say } from "../wording.js";

const SHOWN_AFTER = 120; // ms, so that a pointer on its way leaves no trail of cards
const HIDDEN_AFTER = 180; // ms, in which the pointer can reach the card
const GAP = 8;

const card = el("div", { class: "card", id: "card", role: "tooltip", hidden: true, mouseenter: () => clearTimeout(timer), mouseleave: later });
let timer = null;
let owner = null;

export function mountCard(parent) {
  parent.append(card);
  addEventListener("keydown", (e) => e.key === "Escape" && !card.hidden && (hide(), e.stopImmediatePropagation()), { capture: true });
  addEventListener("scroll", hide, { capture: true, passive: true });
}

/** Gives a marker its card. `facts`: `{speaker, role, cue, citation, claim, stale}`; speaker, claim and stale may be missing. */
export function withCard(marker, facts) {
  marker.addEventListener("mouseenter", () => matchMedia("(hover: hover)").matches && soon(() => show(marker, facts)));
  marker.addEventListener("mouseleave", later);
  marker.addEventListener("focus", () => marker.matches(":focus-visible") && show(marker, facts));
  marker.addEventListener("blur", hide);
  return marker;
}

function soon(what) {
  clearTimeout(timer);
  timer = setTimeout(what, SHOWN_AFTER);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(hide, HIDDEN_AFTER);
}

function hide() {
  clearTimeout(timer);
  card.hidden = true;
  owner?.removeAttribute("aria-describedby");
  owner = null;
}

function show(marker, facts) {
  hide();
  owner = marker;
  fill(card, contents(facts));
  card.hidden = false;
  marker.setAttribute("aria-describedby", card.id);
  place(marker.getBoundingClientRect());
}

function contents({ speaker, role, cue, citation, claim, stale }) {
  const { state, label } = claim ? fate(claim) : {};
  return [
    el("p", { class: "card-who" }, speaker ? [bdi(speaker), role && `, ${role}`, cue && el("span", { class: "cue" }, ` ${cue}`)] : say.own),
    el("blockquote", { dir: direction(citation.cited_text) }, citation.cited_text),
    el("p", { class: "card-where" }, outletAndDay(citation)),
    el("p", { class: "card-title" }, bdi(citation.title)),
    stale && el("p", { class: "card-stale" }, stale),
    claim && el("p", { class: `card-fate ${state}` }, label),
  ];
}

/** Under the marker, or over it where there is more room, and within the window. */
function place(marker) {
  const { width, height } = card.getBoundingClientRect();
  const below = marker.bottom + GAP + height < innerHeight || marker.top < innerHeight / 2;
  const left = Math.min(Math.max(GAP, marker.left - width / 3), innerWidth - width - GAP);
  card.style.setProperty("left", `${left}px`);
  card.style.setProperty("top", `${Math.max(GAP, below ? marker.bottom + GAP : marker.top - height - GAP)}px`);
}
