import assert from "node:assert/strict";
import test from "node:test";

import * as words from "../../../../assistant/web/js/wording.js";

/** A row is [result, function, ...arguments]. */
function check(name, rows) {
  test(name, () => {
    for (const [result, say, ...given] of rows) assert.deepEqual(say(...given), result, JSON.stringify(given));
  });
}

check("days", [
  ["11 February 2026", words.day, "2026-02-11"],
  ["11 February 2026", words.day, "2026-02-11T23:59:00Z"],
  ["11 Feb 2026", words.day, "2026-02-11", "short"],
  ["early 2026", words.day, "early 2026"],
  ["2026-13-40", words.day, "2026-13-40"],
  ["undated", words.day, null],
  ["March 2026", words.monthOf, "2026-03"],
  [31, words.daysBetween, "2026-01-01", "2026-02-01"],
  ["one month ago", words.ago, "2026-01-01", "2026-02-01"],
  ["six months ago", words.ago, "2026-05-20", "2026-11-26"],
  ["two years ago", words.ago, "2024-11-26", "2026-11-26"],
]);

check("counts", [
  ["1 article", words.plural, 1, "article"],
  ["1,200 articles", words.plural, 1200, "article"],
  ["2 copies", words.plural, 2, "copy", "copies"],
  ["1–3, 5", words.numberRanges, [3, 1, 2, 5, 2]],
  ["1, 2", words.numberRanges, [1, 2]],
  ["", words.numberRanges, []],
  ["Été", words.capitalize, "été"],
]);

check("the line about the sources", [
  ["One source", words.sourcesLine, { independent_sources: 1, oldest: null, newest: null }],
  ["Four sources, 10–14 April 2026", words.sourcesLine, { independent_sources: 4, oldest: "2026-04-10", newest: "2026-04-14" }],
  ["Two sources, 14 April 2026", words.sourcesLine, { independent_sources: 2, oldest: "2026-04-14", newest: "2026-04-14" }],
  ["12 sources, 30 March – 2 April 2026", words.sourcesLine, { independent_sources: 12, oldest: "2026-03-30", newest: "2026-04-02" }],
]);

const sides = (...answers) => answers.map((answer) => ({ who: "Tolmara", answer }));
const earlier = (unit, ...texts) => texts.map((text) => ({ kind: "superseded", text, standing: "19", unit }));
check("figures have their unit once, behind the last, where all have the same", [
  ["Sources disagree: 31 · 12 · 4 tanks", words.conflictHeading, "number", sides("31", "12", "four"), ["tanks", "tanks"]],
  ["Sources disagree: 31 · 12 · 4", words.conflictHeading, "number", sides("31", "12", "four"), ["tanks", null]],
  ["Sources disagree: 31 · 12 · 4", words.conflictHeading, "number", sides("31", "12", "four"), ["tanks", "trucks"]],
  ["Sources disagree: 31 · 12", words.conflictHeading, "number", sides("31", "12")],
  ["Sources disagree: 31 · 12 tanks", words.conflictHeading, "number", sides("31 tanks", "12"), ["tanks"]],
  ["Sources disagree: Tolmara", words.conflictHeading, "number", sides("31", null), ["tanks"]],
  ["Over time: 4 → 9 → 19 dead", words.figuresOverTime, earlier("dead", "Four", "Nine")],
  ["Over time: 4 → 9 → 19 homes", words.figuresOverTime, earlier("homes", "four homes", "Nine")],
  ["Over time: 4 → 9 → 19", words.figuresOverTime, [...earlier("dead", "Four"), ...earlier(null, "Nine")]],
  ["Over time: 4 → 19", words.figuresOverTime, earlier(undefined, "four")],
]);

check("a sentence names its speaker by any part of the name", [
  [true, words.namesSpeaker, "“We waited,” Venn said.", "Tilda Venn"],
  [true, words.namesSpeaker, "Tilda Venn said so.", "Tilda Venn"],
  [true, words.namesSpeaker, "The union’s chief said so.", "the union"],
  [false, words.namesSpeaker, "“We waited,” she said.", "Tilda Venn"],
  [false, words.namesSpeaker, "Vennholm was closed.", "Tilda Venn"],
  [false, words.namesSpeaker, "The offer stands.", "the union"],
]);

check("a range of days", [
  ["10–14 April 2026", words.dayRange, "2026-04-10", "2026-04-14"],
  ["4 March 2026", words.dayRange, "2026-03-04", "2026-03-04"],
  ["", words.dayRange, null, null],
]);

const gate = (claims, repaired = 0, dropped = 0, unchecked = 0) => ({ claims, repaired, dropped, unchecked });
check("the line about the checks never counts a sentence as checked that was not", [
  ["", words.gateLine, gate(0)],
  ["✓ 1 sentence checked against its source", words.gateLine, gate(1)],
  ["✓ Both sentences checked against their sources", words.gateLine, gate(2)],
  ["✓ All 3 sentences checked against their sources, 1 replaced by its source", words.gateLine, gate(3, 1)],
  ["✓ Both sentences checked against their sources, 1 left out", words.gateLine, gate(3, 0, 1)],
  ["1 of 3 sentences checked against their sources, 2 unchecked", words.gateLine, gate(3, 0, 0, 2)],
  ["No drafted sentence passed the check", words.gateLine, gate(2, 0, 2)],
]);

test("only a verdict of support passes", () => {
  const state = (verdict, reason = "") => words.fate({ verdict, reason }).state;
  assert.equal(state("supported"), "passed");
  assert.equal(state("supported", "replaced by its source: number"), "quoted");
  assert.equal(state("unchecked"), "unchecked");
  for (const verdict of ["unsupported", "contradicted", "something new"]) assert.equal(state(verdict), "failed");
});
