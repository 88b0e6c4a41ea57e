// Addresses of the page: a conversation, a passage of an article over what is shown, and the views.

import { at, withQuery } from "./api.js";

const VIEWS = ["archive", "add"];
const HASH = /^#(\w+)(?:\/(\w+))?(?:\?(.*))?$/; // "#archive/people?name=…"

/** Where the reader is: `{view, part, query, conversation, passage}`. A passage lies over the place it was opened from. */
export function here() {
  const passage = passageAt(location);
  const under = passage ? (history.state?.under ?? "/") : location.pathname + location.hash;
  const { pathname, hash } = new URL(under, location.origin);
  const [, room, id, more] = pathname.split("/").map(decoded);
  const [, name, part = "", query = ""] = HASH.exec(hash) ?? [];
  const conversation = room === "c" && id && more === undefined ? id : null;
  const view = VIEWS.includes(name) ? name : "ask";
  return { view: room && !conversation ? "unknown" : view, part, query, conversation, passage };
}

/** A piece of an address in plain letters; as it stands where it is not encoded properly. */
function decoded(piece) {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** The address of a part of the archive. @param filters `{text, publisher, …}`; empty ones are left out. */
export function archiveAddress(filters = {}, part = "") {
  return `/${withQuery(part ? `#archive/${part}` : "#archive", filters)}`;
}

function passageAt({ pathname, search }) {
  const [, room, id, more] = pathname.split("/").map(decoded);
  if (room !== "a" || !id || more !== undefined) return null;
  const given = new URLSearchParams(search);
  const number = (name) => (/^\d+$/.test(given.get(name) ?? "") ? Number(given.get(name)) : null);
  return { article_id: id, version: number("version"), start: number("start"), end: number("end"), changes: number("changes") };
}

/** @param changes an older version: the text is shown with what changed since. */
export function addressOf({ article_id, version, start, end, changes }) {
  return withQuery(at("a", article_id), { version, start, end, changes });
}

export function conversationAddress(id) {
  return id ? at("c", id) : "/";
}

/** Goes to an address of ours and tells the page. */
export function go(address, { replace = false } = {}) {
  const opening = address.startsWith("/a/");
  const from = location.pathname.startsWith("/a/") ? (history.state?.under ?? "/") : location.pathname + location.hash;
  const again = replace || (opening && location.pathname.startsWith("/a/")); // one step back closes, however many were opened
  const state = opening ? { under: from, pushed: again ? history.state?.pushed : true } : null;
  history[again ? "replaceState" : "pushState"](state, "", address);
  dispatchEvent(new Event("place"));
}

/** Back to what a passage lies over. */
export function closePassage() {
  if (history.state?.pushed) history.back();
  else go(history.state?.under ?? "/", { replace: true });
}

/** The conversation got its id: its address changes, and what is shown stays. */
export function named(id) {
  if (location.pathname.startsWith("/a/")) history.replaceState({ ...history.state, under: conversationAddress(id) }, "");
  else history.replaceState(null, "", conversationAddress(id));
}
