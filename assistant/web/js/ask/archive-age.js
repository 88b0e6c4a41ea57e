// A warning below answers from an archive whose newest article is old.

import { el } from "../dom.js";
import { daysBetween, say } from "../wording.js";

const MAX_DAYS = 31; // from the newest article to the day of the question, without a warning

let newest = null;
const notices = new Set(); // those that were made before the newest day was known

/** @param published ISO day of the archive's newest article, or null. */
export function learnNewest(published) {
  newest = published?.slice(0, 10) ?? null;
  for (const fillIn of notices) fillIn();
  notices.clear();
}

/** Hidden where the archive is recent, seen from the day `asOf`. */
export function ageNotice(asOf) {
  const made = el("p", { class: "dates", hidden: true });
  const fillIn = () => {
    made.hidden = !newest || !(daysBetween(newest, asOf) > MAX_DAYS);
    if (!made.hidden) made.textContent = say.newestHere(newest, asOf);
  };
  if (newest) fillIn();
  else notices.add(fillIn);
  return made;
}
