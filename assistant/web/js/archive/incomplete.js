// The articles without an outlet or a day, with fields to add them in place.

import { at, call, retryLabel } from "../api.js";
import { bdi, button, el, fill } from "../dom.js";
import { announce } from "../live-region.js";
import { ownLink } from "../markers.js";
import { day, origin } from "../wording.js";
import { say } from "../wording/archive.js";

const LACKING = "/v1/articles?missing=publisher&missing=date";

/** @param publishers as in the stats; their names are offered. */
export function incomplete(publishers) {
  const status = el("p", { class: "quiet-words", role: "status" });
  const names = el(
    "datalist",
    { id: "outlets" },
    publishers.filter((p) => p.publisher).map((p) => el("option", { value: p.publisher })),
  );
  const list = el("ul", { class: "incomplete" });
  const foot = el("div", { class: "bar" });

  async function more(after) {
    try {
      const { articles, next, total } = await call("GET", LACKING + (after ? `&after=${encodeURIComponent(after)}` : ""));
      if (after === null) status.textContent = say.lacking(total);
      list.append(...articles.map(item));
      fill(foot, next && button(say.moreArticles, () => more(next)));
    } catch (error) {
      fill(foot, [el("p", { role: "alert" }, error.message), button(retryLabel(error), () => more(after))]);
    }
  }

  more(null);
  return [status, names, list, foot];
}

function item(article) {
  const made = el("li");
  const field = (name, label, attributes) => el("label", { class: "field" }, el("span", {}, label), el("input", { name, ...attributes }));
  const told = el("p", { role: "alert" });
  const form = el(
    "form",
    { class: "row", submit: (e) => (e.preventDefault(), save()) },
    !article.publisher && field("publisher", say.outlet, { list: "outlets", maxlength: 200 }),
    !article.published_at && field("published_at", say.published, { type: "date" }),
    el("button", { class: "button" }, say.save, el("span", { class: "unseen" }, say.saveFor(article.title))),
  );

  async function save() {
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    if (!Object.keys(given).length) return;
    try {
      const facts = await call("PATCH", at("v1", "articles", article.article_id), given);
      const words = say.savedFacts(origin(facts));
      fill(made, [
        head(article),
        el(
          "div",
          { class: "bar" },
          el("p", {}, words),
          button(say.undo, () => undo(Object.keys(given))),
        ),
      ]);
      made.querySelector("button").focus();
      announce(words);
    } catch (error) {
      told.textContent = error.message;
    }
  }

  async function undo(names) {
    await call("PATCH", at("v1", "articles", article.article_id), Object.fromEntries(names.map((n) => [n, null]))).catch(
      (e) => (told.textContent = e.message),
    );
    fill(made, [head(article), form, told]);
    form.querySelector("input").focus();
  }

  return fill(made, [head(article), form, told]);
}

function head({ article_id, title, publisher, published_at }) {
  const known = [publisher && bdi(publisher), published_at && day(published_at)].filter(Boolean);
  return el("p", {}, ownLink(at("a", article_id), {}, bdi(title)), known.length > 0 && el("span", { class: "source-where" }, known));
}
