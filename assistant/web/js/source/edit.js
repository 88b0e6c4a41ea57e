// Changing what the archive knows of an article: its facts, and whether it may be used.

import { at, call } from "../api.js";
import { el } from "../dom.js";
import { asked } from "../dialogs.js";
import { say } from "../wording/article.js";

const FACTS = {
  title: [say.factNames.title, {}],
  publisher: [say.outlet, {}],
  published_at: [say.factNames.published_at, { type: "date" }],
  authors: [say.authorsField, {}],
};

/** Resolves to true where something was saved. */
export async function editFacts(article) {
  const before = { ...article, authors: article.authors.join(", "), published_at: article.published_at?.slice(0, 10) };
  const inputs = Object.entries(FACTS).map(([name, [label, attributes]]) => [
    label,
    el("input", { name, value: before[name] ?? "", maxlength: 1000, ...attributes }),
  ]);
  const fields = inputs.map(([label, input]) => el("label", { class: "field" }, el("span", {}, label), input));
  const note = el("p", { class: "quiet-words" }, say.emptyFields);
  return asked([el("h2", {}, say.editFacts), ...fields, note], say.save, async () => {
    const changed = inputs.map(([, i]) => [i.name, i.value.trim()]).filter(([name, value]) => value !== (before[name] ?? ""));
    const value = ([name, text]) => [
      name,
      name === "authors"
        ? text
            .split(",")
            .map((a) => a.trim())
            .filter(Boolean)
        : text || null,
    ];
    if (changed.length) await call("PATCH", at("v1", "articles", article.article_id), Object.fromEntries(changed.map(value)));
    return changed.length > 0;
  });
}

/** Asks for the reason, which readers see. Resolves to true where the article was retracted. */
export function retract({ article_id, title }) {
  const reason = el("textarea", { rows: 3, required: true, maxlength: 2000, "aria-label": say.reason });
  const contents = [
    el("h2", {}, say.retractThis),
    el("p", {}, say.aboutRetracting(title)),
    el("label", { class: "field" }, el("span", {}, say.reason), reason),
  ];
  return asked(contents, say.retract, async () => {
    await call("DELETE", `${at("v1", "articles", article_id)}?${new URLSearchParams({ reason: reason.value.trim() })}`);
    return true;
  });
}

export async function restore({ article_id }) {
  await call("POST", `${at("v1", "articles", article_id)}/restore`);
}
