// The only maker of elements. Text goes in as text, so that nothing from a server or an article can become markup.

import { day, say } from "./wording.js";

const SVG = "http://www.w3.org/2000/svg";
const OWN = /^[/#](?![/\\])/;
const ABROAD = /^https?:\/\//i;

/**
 * An element. Attributes that are null, undefined or false are left out; functions are listeners of the event they are named for.
 * An `href` that is neither ours nor http(s) is left out, so that the link is none.
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  fill(made, children);
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") made.addEventListener(name, value);
  else if (name !== "href" || isOwn(value) || isAbroad(value)) made.setAttribute(name, value === true ? "" : value);
}

/** Puts the children in the place of what is there; null, undefined and false are left out. */
export function fill(parent, children) {
  parent.replaceChildren(...[children].flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return parent;
}

function isOwn(address) {
  return OWN.test(address);
}

function isAbroad(address) {
  return typeof address === "string" && ABROAD.test(address);
}

/** A link to another site, which shows its host and opens in a new tab; plain text if the address is not http(s). */
export function linkAbroad(address) {
  if (!isAbroad(address)) return el("span", {}, hostOf(address));
  return el(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer", class: "abroad" },
    hostOf(address),
    el("span", { class: "unseen" }, say.newTab),
  );
}

/** The host of an address; the address itself if it has none. */
function hostOf(address) {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}

/** A name or title from outside, kept apart from the direction of the text around it. */
export function bdi(text, attributes = {}) {
  return el("bdi", attributes, text);
}

/** "Corvane Wire · 11 February 2026", with the outlet's name kept apart. */
export function outletAndDay({ publisher, published_at }) {
  return [bdi(publisher ?? say.outletUnknown), ` · ${day(published_at)}`];
}

export function button(text, onclick, attributes = {}) {
  return el("button", { type: "button", class: "button", click: onclick, ...attributes }, text);
}

/** A button that shows a sign only; `label` is what it is called. */
export function iconButton(sign, label, onclick, attributes = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, click: onclick, ...attributes }, icon(sign));
}

const SIGNS = {
  close: "M6 6l12 12M18 6L6 18",
  down: "M17 3h3v11h-3M17 14l-4 7c-2 0-3-1-2.6-3l.6-3H5.5c-1.5 0-2.3-1-2-2.5l1.3-7C5 4 6 3 7.5 3H17",
  menu: "M4 7h16M4 12h16M4 17h16",
  retry: "M20 4v5h-5M20 9a8.5 8.5 0 1 0 .5 5",
  send: "M12 20V5M5 11l7-7 7 7",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  stop: "M7 7h10v10H7z",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  up: "M7 21H4V10h3M7 10l4-7c2 0 3 1 2.6 3l-.6 3h5.5c1.5 0 2.3 1 2 2.5l-1.3 7c-.2 1.5-1.2 2.5-2.7 2.5H7",
};

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SIGNS[name]);
  svg.append(path);
  return svg;
}
