// Where the sources differ: one line that names what they differ in, and opens to who says which.

import { direction } from "../direction.js";
import { bdi, el } from "../dom.js";
import { marker } from "../markers.js";
import { capitalize, conflictHeading, inDigits, numberRanges, placeAndDay, say } from "../wording.js";

/**
 * A fold for each group of sides that differ.
 * @param conflicts as in the answer. @param citations by number. @param staleness of a citation, in words, by number.
 */
export function conflictFolds(conflicts, citations, staleness) {
  return groups(conflicts).map((group) => fold(group, citations, staleness));
}

/** Conflicts that share a side and a kind are one group, so that five outlets with five figures make one fold and not ten. */
function groups(conflicts) {
  const found = [];
  for (const { kind, sides, unit } of conflicts) {
    const keys = sides.map(keyOf);
    const joined = found.filter((g) => g.kind === kind && keys.some((k) => g.sides.has(k)));
    const all = new Map([...joined.flatMap((g) => [...g.sides]), ...sides.map((s) => [keyOf(s), s])]);
    const pairs = [...joined.flatMap((g) => g.pairs), keys];
    const units = [...joined.flatMap((g) => g.units), unit];
    found.splice(0, found.length, ...found.filter((g) => !joined.includes(g)), { kind, sides: all, pairs, units });
  }
  return found;
}

function keyOf(side) {
  return `${side.citation} ${side.text}`;
}

function fold({ kind, sides, pairs, units }, citations, staleness) {
  const named = [...sides.values()].map((side) => ({ ...side, who: whoSays(side, citations.get(side.citation)) }));
  const columns = [...sides.keys()].map((key, i) => column(named[i], opponents(key, pairs, sides), citations.get(named[i].citation), staleness));
  return el(
    "details",
    { class: "fold conflict" },
    el("summary", { dir: "auto" }, conflictHeading(kind, named, units)),
    el("div", { class: "sides" }, columns),
  );
}

function whoSays(side, citation) {
  return capitalize(side.speaker ?? citation?.publisher ?? say.own);
}

/** Citations that a side differs from; said only where a group has more than two sides. */
function opponents(key, pairs, sides) {
  if (sides.size < 3) return [];
  const keys = pairs.filter((p) => p.includes(key)).map(([one, other]) => (one === key ? other : one));
  return keys.map((k) => sides.get(k).citation);
}

/** A side's figure or answer is enough, because its sentence stands above; where there is none, its words. */
function column(side, against, citation, staleness) {
  return el(
    "div",
    { class: "side" },
    el("p", { class: "side-who" }, bdi(side.who)),
    el(
      "p",
      { class: side.answer ? "side-answer" : "side-words", dir: direction(side.text) },
      side.answer ? inDigits(side.answer) : side.text,
      " ",
      citation && marker({ speaker: side.speaker, citation, stale: staleness.get(citation.n) }),
    ),
    citation && el("p", { class: "side-where" }, bdi(placeAndDay(citation))),
    against.length > 0 && el("p", { class: "side-against" }, `${say.differsFrom} ${numberRanges(against)}`),
  );
}
