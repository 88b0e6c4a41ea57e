// Names of people who are quoted: offered while one is typed, and where nobody has the name that was typed.

import { call, withQuery } from "../api.js";
import { button, el, fill } from "../dom.js";
import { say } from "../wording.js";

const WAIT = 150; // ms after the last letter
const OFFERED = 8;

let lists = 0;

/** Offers names in a field. @returns the list, to stand anywhere beside it. */
export function offerNames(field) {
  const list = el("datalist", { id: `names-${++lists}` });
  let timer = null;
  field.setAttribute("list", list.id);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(
      async () =>
        fill(
          list,
          (await namesLike(field.value)).map((value) => el("option", { value })),
        ),
      WAIT,
    );
  });
  return list;
}

/** "Did you mean …?", with a button for each quoted person who shares a part of the name. Empty where nobody does. @param ask called with the name that is meant. */
export function didYouMean(name, ask) {
  const place = el("div", { class: "follow-ups" });
  Promise.all(
    name
      .split(/\s+/)
      .filter((part) => part.length > 2)
      .map(namesLike),
  ).then((found) => {
    const names = [...new Set(found.flat())].slice(0, OFFERED);
    if (names.length) fill(place, [el("span", {}, say.didYouMean), names.map((n) => button(n, () => ask(n), { class: "button follow-up" }))]);
  });
  return place;
}

async function namesLike(name) {
  if (!name.trim()) return [];
  const { people } = await call("GET", withQuery("/v1/people", { name: name.trim(), limit: OFFERED })).catch(() => ({ people: [] }));
  return people.map((p) => p.name);
}
