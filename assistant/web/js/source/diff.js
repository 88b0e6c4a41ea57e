// What changed between two versions of an article, deletions and insertions marked as such for everybody.

import { at, call, withQuery } from "../api.js";
import { direction } from "../direction.js";
import { el } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { say } from "../wording/article.js";

/** The changes from version `old` to version `now`, in place of the text. */
export async function changesOf({ article_id, latest }, old, now) {
  const { sentences, facts } = await call("GET", withQuery(`${at("v1", "articles", article_id)}/changes`, { old, new: now }));
  const same = !sentences.length && !facts.length;
  return el(
    "div",
    { class: "article-text changes", "aria-label": say.changesLabel(old, now), role: "region", tabindex: -1 },
    el("p", { class: "changes-head" }, same ? say.noChanges(old, now) : say.changes(old, now), !same && legend()),
    facts.map((f) =>
      el("p", {}, `${say.factNames[f.fact] ?? f.fact}: `, f.before && removed(words(f.before)), " ", f.after && added(words(f.after))),
    ),
    sentences.map(sentence),
    el("p", { class: "changes-foot" }, ownLink(addressOf({ article_id, version: now }), {}, say.readVersion(now, latest))),
  );
}

function legend() {
  return [el("del", {}, say.removed), " ", el("ins", {}, say.added)];
}

function words(value) {
  return Array.isArray(value) ? value.join(", ") : value;
}

function sentence(pieces) {
  const text = pieces.map((p) => p.text).join(" ");
  return el("p", { dir: direction(text) }, pieces.map(piece));
}

function piece({ kind, text }) {
  return kind === "removed" ? removed(text) : kind === "added" ? added(text) : text;
}

function removed(text) {
  return marked("del", say.removal, text);
}

function added(text) {
  return marked("ins", say.addition, text);
}

/** Not every screen reader says what an element means, so that it is said in words too. */
function marked(tag, [before, behind], text) {
  return el(tag, {}, el("span", { class: "unseen" }, before), text, el("span", { class: "unseen" }, behind));
}
