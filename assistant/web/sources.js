// The sources of an answer as a list, and the answer as text with its citations.

import { bdi, el, linkAbroad } from "./dom.js";
import { ownLink } from "./markers.js";
import { addressOf } from "./places.js";
import { day, gateLine, origin } from "./wording.js";

/** @param staleness in words, by number of the citation. */
export function sourceList(citations, staleness) {
  const item = (c) =>
    el(
      "li",
      { value: c.n, dir: "auto" },
      ownLink(addressOf(c), { class: "source-link" }, bdi(c.title)),
      el("span", { class: "source-where" }, " ", bdi(c.publisher ?? "Outlet unknown"), ` · ${day(c.published_at)}`, c.url && [" · ", linkAbroad(c.url, hostOf(c.url))]),
      staleness.has(c.n) && el("span", { class: "source-stale" }, ` ${staleness.get(c.n)}`),
    );
  return el("section", { class: "sources", "aria-label": "Sources" }, el("h3", {}, "Sources"), el("ol", {}, citations.map(item)));
}

/** The host of an http(s) address; what is none is shown as it is. */
export function hostOf(address) {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}

/** The answer for a story or a mail: question, sentences with their numbers, and under each number where its words stand. */
export function asText(question, answer) {
  const sources = answer.citations.map((c) => `[${c.n}] ${c.title}. ${origin(c)}.${c.url ? ` ${c.url}` : ""}\n    “${c.cited_text}”\n    ${location.origin}${addressOf(c)}`);
  const checked = answer.citations.length ? [`${gateLine(answer.gate)}; as of ${day(answer.as_of)}`] : [];
  return [question, answer.text, ...sources, ...checked].join("\n\n");
}
