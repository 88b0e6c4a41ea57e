// What is known of an article: outlet, days, versions, copies, whether it was retracted, and what cleaning took out.

import { bdi, button, el, fill, linkAbroad } from "../dom.js";
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
    article.fact_sources.title === "none" && el("p", {}, "Without a headline: these are its first words."),
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
    article.latest > 1 && versions(article, passage),
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

/** A link to the changes that each version brought. */
function versions({ article_id, latest }, { version, changes }) {
  const link = (now) => {
    const open = changes === now - 1 && (version ?? latest) === now;
    return ownLink(addressOf({ article_id, version: now, changes: now - 1 }), { "aria-current": open && "true" }, `version ${now - 1} to ${now}`);
  };
  const links = Array.from({ length: latest - 1 }, (_, i) => link(latest - i));
  return el(
    "p",
    {},
    "What changed: ",
    links.flatMap((made, i) => (i ? [" · ", made] : [made])),
  );
}

/** What can be done with an article. @param again called to read it again after a change. */
export function articleActions(article, again) {
  const told = el("span", { role: "alert" });
  const change = (what) => async () => {
    try {
      if ((await what(await import("./edit.js"), article)) === false) return;
      await again();
      dispatchEvent(new Event("archive-changed"));
    } catch (error) {
      fill(told, error.message);
    }
  };
  const { article_id, title, retracted } = article;
  const askAbout = () => dispatchEvent(new CustomEvent("ask", { detail: { filters: { articles: [{ article_id, title }] } } }));
  const lacks = !article.publisher || !article.published_at;
  return el(
    "div",
    { class: "bar article-actions" },
    !retracted && button("Ask about this article", askAbout),
    button(
      lacks ? "Add outlet or day" : "Edit details",
      change((edit, a) => edit.editFacts(a)),
    ),
    retracted
      ? button(
          "Undo the retraction",
          change((edit, a) => edit.restore(a)),
        )
      : button(
          "Retract",
          change((edit, a) => edit.retract(a)),
        ),
    told,
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
