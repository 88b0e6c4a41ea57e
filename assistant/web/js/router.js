// Addresses of the page: a conversation, a passage of an article over what is shown, and the views.

import { at, withQuery } from "./api.js";

const VIEWS = { "#archive": "archive", "#add": "add" };

/** Where the reader is: `{view, conversation, passage}`. A passage lies over the place it was opened from. */
export function here() {
  const passage = passageAt(location);
  const under = passage ? (history.state?.under ?? "/") : location.pathname + location.hash;
  const { pathname, hash } = new URL(under, location.origin);
  const [, room, id] = pathname.split("/").map(decodeURIComponent);
  return { view: VIEWS[hash] ?? "ask", conversation: room === "c" ? id : null, passage };
}

function passageAt({ pathname, search }) {
  const [, room, id] = pathname.split("/").map(decodeURIComponent);
  if (room !== "a" || !id) return null;
  const given = new URLSearchParams(search);
  const number = (name) => (/^\d+$/.test(given.get(name) ?? "") ? Number(given.get(name)) : null);
  return { article_id: id, version: number("version"), start: number("start"), end: number("end") };
}

export function addressOf({ article_id, version, start, end }) {
  return withQuery(at("a", article_id), { version, start, end });
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
