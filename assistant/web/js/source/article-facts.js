// What is known of an article: outlet, days, versions, copies, whether it was retracted, and what cleaning took out.

import { bdi, button, el, linkAbroad } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { day, plural } from "../wording.js";

export function facts(article, passage) {
  return el(
    "div",
    { class: "facts" },
    article.retracted !== null &&
      article.retracted !== undefined &&
      el("p", { class: "banner retracted" }, el("b", {}, "Retracted. "), bdi(article.retracted)),
    article.latest > article.version && newer(article),
    el(
      "p",
      { class: "byline" },
      el("b", {}, bdi(article.publisher ?? "Outlet unknown")),
      article.authors.length > 0 && [" · ", bdi(article.authors.join(", "))],
    ),
    el(
      "p",
      {},
      article.published_at ? `Published ${day(article.published_at)}` : "Undated",
      article.updated_at && ` · updated ${day(article.updated_at)}`,
      ` · version\u00a0${article.version}${article.latest > 1 ? `\u00a0of\u00a0${article.latest}` : ""}`,
    ),
    article.url && el("p", {}, linkAbroad(article.url)),
    article.copies?.length > 0 && copies(article.copies),
    passage.start !== null &&
      el("details", { class: "details" }, el("summary", {}, "Details"), el("p", {}, `Passage: characters ${passage.start} to ${passage.end}`)),
  );
}

function newer({ article_id, version, latest }) {
  return el(
    "p",
    { class: "banner" },
    `This is version ${version}; the article has changed since. `,
    ownLink(addressOf({ article_id, version: latest }), {}, `Read version ${latest}`),
  );
}

function copies(found) {
  const item = (c) =>
    el(
      "li",
      {},
      ownLink(addressOf(c), {}, bdi(c.publisher ?? "Outlet unknown")),
      `, ${day(c.published_at)}`,
      c.share ? ` (${Math.round(c.share * 100)}% the same)` : "",
    );
  return el(
    "details",
    { class: "copies" },
    el("summary", {}, `The same story in ${plural(found.length, "other place")}`),
    el("ul", {}, found.map(item)),
  );
}

/** What cleaning took out, for who asks. */
export function removedReport({ removed }) {
  if (!removed.length) return null;
  const item = (r) => el("li", { dir: "auto" }, el("span", { class: "rule" }, r.rule), r.text);
  return el(
    "details",
    { class: "removed" },
    el("summary", {}, `${plural(removed.length, "piece")} removed when the article was added`),
    el("ul", {}, removed.map(item)),
  );
}

export function copyLinkButton(passage) {
  const made = button("Copy link", async () => {
    try {
      await navigator.clipboard.writeText(location.origin + addressOf(passage));
      made.textContent = "Copied";
    } catch {
      made.textContent = "Could not be copied";
    }
    setTimeout(() => (made.textContent = "Copy link"), 2000);
  });
  return made;
}
