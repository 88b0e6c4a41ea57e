// The outlets, with how many articles each has and of which days.

import { direction } from "../direction.js";
import { el } from "../dom.js";
import { ownLink } from "../markers.js";
import { archiveAddress } from "../router.js";
import { day } from "../wording.js";
import { say } from "../wording/archive.js";

/** A table in which each outlet leads to its articles. */
export function outlets(publishers) {
  const row = (p) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, nameOf(p.publisher)),
      el("td", { class: "number" }, p.articles.toLocaleString("en")),
      el("td", {}, day(p.oldest, "short")),
      el("td", {}, day(p.newest, "short")),
    );
  const head = say.outletColumns.map((name, i) => el("th", { scope: "col", class: i === 1 ? "number" : null }, name));
  return el(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": say.outletsTable },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, publishers.map(row))),
  );
}

function nameOf(publisher) {
  if (!publisher) return ownLink(archiveAddress({ missing: "publisher" }), {}, say.outletUnknown);
  return ownLink(archiveAddress({ publisher }), { dir: direction(publisher) }, publisher);
}
