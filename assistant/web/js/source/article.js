// What an article is made of: its headline, what is known of it, what can be done with it, and its text with the passage marked.

import { pieces } from "../code-points.js";
import { direction } from "../direction.js";
import { bdi, el } from "../dom.js";
import { say } from "../wording/article.js";
import { articleActions, facts, removedReport } from "./article-facts.js";

export { copyLinkButton } from "./article-facts.js";
export { selectionBar } from "./selection.js";

const MOST_MARKED = 0.5; // share of an article; a notice of correction that is longer is told above the text instead

/** @param text the element with its text or its changes. @param again called to read it again after a change. */
export function articleParts(article, passage, text, again) {
  return [
    el(
      "h1",
      { class: article.fact_sources.title === "none" ? "headline untitled" : "headline", dir: direction(article.title), tabindex: -1 },
      bdi(article.title),
    ),
    facts(article, passage),
    articleActions(article, again),
    covers(article) && el("p", { class: "banner" }, say.correctionNotice),
    text,
    removedReport(article),
  ];
}

/** Whether a notice of correction is most of the article, so that marking it would mark everything. */
function covers({ corrections = [], text }) {
  return corrections.some(([start, end]) => end - start > MOST_MARKED * text.length);
}

/** The text to the letter, the passage in a `mark`, notices of correction and broken quotation marks in spans of their own. */
export function articleText(article, { start, end }) {
  const range = ([from, to], kind) => ({ kind, start: from, end: to });
  const ranges = [
    ...(covers(article) ? [] : (article.corrections ?? [])).map((r) => range(r, "correction")),
    ...(article.broken_quotes ?? []).map((r) => range(r, "broken-quote")),
  ];
  if (start !== null && end !== null) ranges.push(range([start, end], "passage"));
  const gapped = !article.text.includes("\n\n");
  const mark = el("mark", { tabindex: -1, "aria-label": say.citedPassage });
  const made = pieces(article.text, ranges).map(({ text, kinds }) => {
    const others = kinds.filter((k) => k !== "passage");
    const lines = gapped ? withGaps(text) : [text];
    const piece = others.length ? [el("span", { class: others.join(" ") }, lines)] : lines;
    if (!kinds.includes("passage")) return piece;
    mark.append(...piece);
    return mark;
  });
  return el("div", { class: "article-text", dir: direction(article.text), lang: article.language }, [...new Set(made.flat())]);
}

/** Lines with an empty element behind each, so that paragraphs stand apart and the text stays as it is, sign by sign. */
function withGaps(text) {
  return text.split(/(?<=\n)/).flatMap((line) => (line.endsWith("\n") ? [line, el("span", { class: "gap" })] : [line]));
}
