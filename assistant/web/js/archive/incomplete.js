// The articles without an outlet or a day, with fields to add them in place.

import { at, call, retryLabel } from "../api.js";
import { bdi, button, el, fill } from "../dom.js";
import { announce } from "../live-region.js";
import { ownLink } from "../markers.js";
import { day, plural } from "../wording.js";

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
      if (after === null)
        status.textContent = total
          ? `${plural(total, "article")} without outlet or day. Until you add them, answers cannot name them.`
          : "Every article has an outlet and a day.";
      list.append(...articles.map(item));
      fill(foot, next && button("More articles", () => more(next)));
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
    !article.publisher && field("publisher", "Outlet", { list: "outlets", maxlength: 200 }),
    !article.published_at && field("published_at", "Published", { type: "date" }),
    el("button", { class: "button" }, "Save", el("span", { class: "unseen" }, ` for ${article.title}`)),
  );

  async function save() {
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    if (!Object.keys(given).length) return;
    try {
      const facts = await call("PATCH", at("v1", "articles", article.article_id), given);
      const words = `Saved: ${facts.publisher ?? "outlet unknown"}, ${day(facts.published_at)}.`;
      fill(made, [
        head(article),
        el(
          "div",
          { class: "bar" },
          el("p", {}, words),
          button("Undo", () => undo(Object.keys(given))),
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
