// What is known of an article: outlet, days, versions, copies, whether it was retracted, and what cleaning took out.

import { bdi, button, el, fill, linkAbroad } from "../dom.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { day } from "../wording.js";
import { say } from "../wording/article.js";

export function facts(article, passage) {
  return el(
    "div",
    { class: "facts" },
    article.retracted !== null &&
      article.retracted !== undefined &&
      el("p", { class: "banner retracted" }, el("b", {}, say.retracted), bdi(article.retracted)),
    article.latest > article.version && newer(article),
    article.fact_sources.title === "none" && el("p", {}, say.noHeadline),
    el(
      "p",
      { class: "byline" },
      el("b", {}, bdi(article.publisher ?? say.outletUnknown)),
      article.authors.length > 0 && [" · ", bdi(article.authors.join(", "))],
    ),
    el(
      "p",
      {},
      say.published(article.published_at),
      article.updated_at && say.updated(article.updated_at),
      say.versionOf(article.version, article.latest),
    ),
    article.latest > 1 && versions(article, passage),
    article.url && el("p", {}, linkAbroad(article.url)),
    article.copies?.length > 0 && copies(article.copies),
    passage.start !== null &&
      el("details", { class: "details" }, el("summary", {}, say.details), el("p", {}, say.passageAt(passage.start, passage.end))),
  );
}

function newer({ article_id, version, latest }) {
  return el("p", { class: "banner" }, say.older(version), ownLink(addressOf({ article_id, version: latest }), {}, say.readVersion(latest)));
}

/** A link to the changes that each version brought. */
function versions({ article_id, latest }, { version, changes }) {
  const link = (now) => {
    const open = changes === now - 1 && (version ?? latest) === now;
    return ownLink(addressOf({ article_id, version: now, changes: now - 1 }), { "aria-current": open && "true" }, say.versions(now - 1, now));
  };
  const links = Array.from({ length: latest - 1 }, (_, i) => link(latest - i));
  return el(
    "p",
    {},
    say.whatChanged,
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
    !retracted && button(say.askAboutArticle, askAbout),
    button(
      lacks ? say.addFacts : say.editFacts,
      change((edit, a) => edit.editFacts(a)),
    ),
    retracted
      ? button(
          say.undoRetraction,
          change((edit, a) => edit.restore(a)),
        )
      : button(
          say.retract,
          change((edit, a) => edit.retract(a)),
        ),
    told,
  );
}

function copies(found) {
  const item = (c) => el("li", {}, ownLink(addressOf(c), {}, bdi(c.publisher ?? say.outletUnknown)), `, ${day(c.published_at)}`, say.share(c.share));
  return el("details", { class: "copies" }, el("summary", {}, say.copies(found.length)), el("ul", {}, found.map(item)));
}

/** What cleaning took out, for who asks. */
export function removedReport({ removed }) {
  if (!removed.length) return null;
  const item = (r) => el("li", { dir: "auto" }, el("span", { class: "rule" }, r.rule), r.text);
  return el("details", { class: "removed" }, el("summary", {}, say.removedPieces(removed.length)), el("ul", {}, removed.map(item)));
}

export function copyLinkButton(passage) {
  const made = button(say.copyLink, async () => {
    try {
      await navigator.clipboard.writeText(location.origin + addressOf(passage));
      made.textContent = say.copied;
    } catch {
      made.textContent = say.notCopied;
    }
    setTimeout(() => (made.textContent = say.copyLink), 2000);
  });
  return made;
}
