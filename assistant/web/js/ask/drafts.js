// What is written and chosen but not asked yet, kept for each conversation, also over a reload. With a key it is kept for the tab alone, as the key is.

import { hasKey } from "../api.js";

const KEY = "onrecord.drafts";
const MOST = 50; // conversations; the oldest drafts go first
const NEW = "new";

/** `{text, filters}` of a conversation, or of the next new one where `id` is null; undefined where nothing was kept. */
export function draftOf(id) {
  return read()[id ?? NEW];
}

export function keepDraft(id, draft) {
  const { [id ?? NEW]: _, ...others } = read();
  const kept = Object.entries({ ...others, [id ?? NEW]: draft }).filter(([, d]) => d);
  store().setItem(KEY, JSON.stringify(Object.fromEntries(kept.slice(-MOST))));
}

function store() {
  return hasKey() ? sessionStorage : localStorage;
}

function read() {
  try {
    return JSON.parse(store().getItem(KEY)) ?? {};
  } catch {
    return {}; // written by something else
  }
}
