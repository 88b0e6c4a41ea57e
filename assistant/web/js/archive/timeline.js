// How many articles each month holds, months without any among them. A month is a button that lists its articles.

import { el } from "../dom.js";
import { monthOf } from "../wording.js";
import { say } from "../wording/archive.js";

/** @param counts `[{month: "2026-03", articles}]`, in any order. @param choose called with the first and last day of a month, or null to take it back. */
export function timeline(counts, choose) {
  const months = filled(counts.filter((c) => /^\d{4}-\d{2}$/.test(c.month ?? "")));
  if (!months.length) return null;
  const most = Math.max(...months.map((m) => m.articles));
  const label = say.timelineLabel(months[0].month, months.at(-1).month, most);
  const bars = months.map((m, i) => bar(m, most, i, months.length, choose));
  return el(
    "section",
    { "aria-label": say.timeline },
    el("div", { class: "timeline-box", tabindex: 0, role: "region", "aria-label": label }, el("ol", { class: "timeline" }, bars)),
  );
}

/** Shows which months the list is narrowed to; none where both days are missing. */
export function markMonths(place, { since = "", until = "" }) {
  for (const made of place.querySelectorAll(".timeline button")) {
    const [first, last] = daysOf(made.dataset.month);
    made.setAttribute("aria-pressed", String(Boolean(since || until) && last >= since && first <= (until || "9999")));
  }
}

function bar({ month, articles }, most, place, of, choose) {
  const words = say.inMonth(month, articles);
  const press = ({ currentTarget }) => choose(currentTarget.getAttribute("aria-pressed") === "true" ? null : daysOf(month));
  const made = el(
    "button",
    { type: "button", title: words, "data-month": month, "aria-pressed": "false", disabled: !articles, click: press },
    el("span", { class: "unseen" }, words),
    el("span", { class: "bar-count", "aria-hidden": "true" }, of <= 24 && articles ? String(articles) : ""),
    el("span", { class: "bar-fill", "aria-hidden": "true" }),
    el("span", { class: "bar-label", "aria-hidden": "true" }, labelOf(month, place, of)),
  );
  made.style.setProperty("--share", String(articles / most));
  return el("li", {}, made);
}

function daysOf(month) {
  const [year, number] = month.split("-").map(Number);
  return [`${month}-01`, new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)];
}

/** Every month by name where they are few; else the years. */
function labelOf(month, place, of) {
  const name = monthOf(month);
  if (of > 24) return month.endsWith("-01") || place === 0 ? month.slice(0, 4) : "";
  return place === 0 || month.endsWith("-01") ? `${name.slice(0, 3)} ${month.slice(0, 4)}` : name.slice(0, 3);
}

function filled(counts) {
  const known = new Map(counts.map((c) => [c.month, c.articles]));
  const names = [...known.keys()].sort();
  const all = [];
  for (let month = names[0]; month && month <= names.at(-1); month = nextOf(month)) all.push({ month, articles: known.get(month) ?? 0 });
  return all;
}

function nextOf(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${String(year).padStart(4, "0")}-${String(number + 1).padStart(2, "0")}`;
}
