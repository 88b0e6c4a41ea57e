// How many articles each month holds, months without any among them.

import { el } from "../dom.js";
import { monthOf, plural } from "../wording.js";

/** @param counts `[{month: "2026-03", articles}]`, in any order. */
export function timeline(counts) {
  const months = filled(counts.filter((c) => /^\d{4}-\d{2}$/.test(c.month ?? "")));
  if (!months.length) return null;
  const most = Math.max(...months.map((m) => m.articles));
  const label = `Articles by month, ${monthOf(months[0].month)} to ${monthOf(months.at(-1).month)}; most in a month: ${most}`;
  return el(
    "section",
    { "aria-label": "Timeline" },
    el("h2", {}, "By month"),
    el(
      "div",
      { class: "timeline-box", tabindex: 0, role: "region", "aria-label": label },
      el(
        "ol",
        { class: "timeline" },
        months.map((m, i) => bar(m, most, i, months.length)),
      ),
    ),
  );
}

function bar({ month, articles }, most, place, of) {
  const words = `${monthOf(month)}: ${plural(articles, "article")}`;
  const made = el(
    "li",
    { title: words },
    el("span", { class: "unseen" }, words),
    el("span", { class: "bar-count", "aria-hidden": "true" }, of <= 24 && articles ? String(articles) : ""),
    el("span", { class: "bar-fill", "aria-hidden": "true" }),
    el("span", { class: "bar-label", "aria-hidden": "true" }, labelOf(month, place, of)),
  );
  made.style.setProperty("--share", String(articles / most));
  return made;
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
