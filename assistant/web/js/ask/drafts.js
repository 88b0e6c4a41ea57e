// What is written and chosen but not asked yet, kept for each conversation, also over a reload.

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
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept.slice(-MOST))));
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // written by something else
  }
}
