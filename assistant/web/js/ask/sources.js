// The sources of an answer as a list, and the answer as text with its citations.

import { bdi, el, linkAbroad, outletAndDay } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { gateLine, origin, say, sourcesLine } from "../wording.js";

/** How many sources there are and from when; it opens to one item an article, with the numbers of its citations. @param staleness in words, by number. */
export function sourceList(answer, staleness) {
  const { citations, drafted_by: drafter } = answer;
  const articles = new Map();
  for (const c of citations) articles.set(`${c.article_id} ${c.version}`, [...(articles.get(`${c.article_id} ${c.version}`) ?? []), c]);
  const items = [...articles.values()].map((cited) => item(cited, staleness));
  return el(
    "details",
    { class: "sources", open: staleness.size > 0 },
    el("summary", {}, say.drafted(sourcesLine(answer), drafter)),
    el("ul", {}, items),
  );
}

function item(cited, staleness) {
  const [first] = cited;
  return el(
    "li",
    {},
    el("span", { class: "source-numbers" }, cited.map((c) => c.n).join(", ")),
    el(
      "div",
      {},
      ownLink(addressOf(first), { class: "source-link" }, bdi(first.title)),
      el("span", { class: "source-where" }, outletAndDay(first), first.url && [" · ", linkAbroad(first.url)]),
      staleness.has(first.n) && el("span", { class: "source-stale" }, staleness.get(first.n)),
    ),
  );
}

/** The answer for a story or a mail: question, sentences with their numbers, and under each number where its words stand. */
export function asText(question, answer) {
  const sources = answer.citations.map(
    (c) => `[${c.n}] ${c.title}. ${origin(c)}.${c.url ? ` ${c.url}` : ""}\n    ${say.quoted(c.cited_text)}\n    ${location.origin}${addressOf(c)}`,
  );
  const checked = answer.citations.length ? gateLine(answer.gate) : "";
  return [question, answer.text, ...sources, checked].filter(Boolean).join("\n\n");
}
