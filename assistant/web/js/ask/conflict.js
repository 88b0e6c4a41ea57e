// Where the sources differ: the sides beside each other, nothing decided between them.

import { direction } from "../direction.js";
import { bdi, el } from "../dom.js";
import { marker } from "../markers.js";
import { DIFFERENCES, day, numberRanges } from "../wording.js";

/**
 * A block for each group of sides that differ.
 * @param conflicts as in the answer. @param citations by number. @param staleness of a citation, in words, by number.
 */
export function conflictBlocks(conflicts, citations, staleness) {
  return groups(conflicts).map((group) => block(group, citations, staleness));
}

/** Conflicts that share a side and a kind are one group, so that five outlets with five figures make one block and not ten. */
function groups(conflicts) {
  const found = [];
  for (const { kind, sides } of conflicts) {
    const keys = sides.map(keyOf);
    const joined = found.filter((g) => g.kind === kind && keys.some((k) => g.sides.has(k)));
    const all = new Map([...joined.flatMap((g) => [...g.sides]), ...sides.map((s) => [keyOf(s), s])]);
    const pairs = [...joined.flatMap((g) => g.pairs), keys];
    found.splice(0, found.length, ...found.filter((g) => !joined.includes(g)), { kind, sides: all, pairs });
  }
  return found;
}

function keyOf(side) {
  return `${side.citation} ${side.text}`;
}

function block({ kind, sides, pairs }, citations, staleness) {
  const columns = [...sides].map(([key, side]) => column(side, opponents(key, pairs, sides), citations.get(side.citation), staleness));
  return el(
    "section",
    { class: "conflict", "aria-label": DIFFERENCES[kind] ?? "The sources differ" },
    el("h3", {}, DIFFERENCES[kind] ?? "The sources differ"),
    el("div", { class: "sides", "data-sides": sides.size }, columns),
  );
}

/** Citations that a side differs from; said only where a group has more than two sides. */
function opponents(key, pairs, sides) {
  if (sides.size < 3) return [];
  const keys = pairs.filter((p) => p.includes(key)).map(([one, other]) => (one === key ? other : one));
  return keys.map((k) => sides.get(k).citation);
}

function column(side, against, citation, staleness) {
  return el(
    "div",
    { class: "side" },
    el("p", { class: "side-who" }, bdi(side.speaker ?? citation?.publisher ?? "In the article’s own words")),
    el(
      "p",
      { class: "side-words", dir: direction(side.text) },
      side.text,
      " ",
      citation && marker({ speaker: side.speaker, citation, stale: staleness.get(citation.n) }),
    ),
    citation && el("p", { class: "side-where" }, bdi(citation.publisher ?? "Outlet unknown"), ` · ${day(citation.published_at)}`),
    against.length > 0 && el("p", { class: "side-against" }, `differs from ${numberRanges(against)}`),
  );
}
