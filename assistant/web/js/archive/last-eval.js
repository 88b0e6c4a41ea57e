// The quality check: the figures of the last eval, each with what it was measured on and its interval.

import { el } from "../dom.js";
import { day } from "../wording.js";
import { say } from "../wording/archive.js";

/** @param report `{ran_at, summary: {name: {value, n, low, high}}}`, or null. */
export function lastEval(report) {
  const when = report ? say.lastRun(day(report.ran_at)) : [say.notRun, el("code", {}, "onrecord eval run")];
  return el(
    "section",
    { "aria-label": say.quality },
    el("h2", {}, say.quality),
    el("p", { class: "quiet-words" }, say.qualityAbout, when),
    report && table(report.summary),
  );
}

function table(summary) {
  const head = say.figureColumns.map((name, i) => el("th", { scope: "col", class: i ? "number" : null }, name));
  return el(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": say.figures },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, Object.entries(summary).map(row))),
  );
}

function row([name, { value, n, low, high }]) {
  const interval = low === null || low === undefined ? "—" : `${share(low)}–${share(high)}`;
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name.replaceAll("_", " ")),
    el("td", { class: "number" }, share(value)),
    el("td", { class: "number" }, n),
    el("td", { class: "number" }, interval),
  );
}

function share(value) {
  return value === null || value === undefined ? "—" : value.toFixed(3);
}
