// What an empty conversation shows: what the archive holds, and its latest articles; or that it holds none.

import { at, call } from "../api.js";
import { bdi, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { day, plural } from "../wording.js";

const LATEST = 5;

export function welcome() {
  const rest = el("div", { class: "welcome-rest" });
  describe(rest).catch((error) => fill(rest, el("p", { class: "quiet-words" }, error.message)));
  return el(
    "div",
    { class: "welcome" },
    el("h2", {}, "What do the articles say?"),
    el(
      "p",
      { class: "lead" },
      "Every sentence of an answer rests on a passage that you can open, says whose word it is, and was checked before you read it.",
    ),
    rest,
  );
}

async function describe(place) {
  const [stats, { articles }] = await Promise.all([call("GET", "/v1/stats"), call("GET", `/v1/articles?limit=${LATEST}`)]);
  if (!stats.articles) {
    fill(place, [el("p", {}, "The archive is empty."), el("p", {}, ownLink("/#add", { class: "button primary" }, "Add articles"))]);
    return;
  }
  fill(place, [
    el(
      "p",
      {},
      `${plural(stats.articles, "article")} from ${plural(stats.publishers.length, "outlet")}, ${day(stats.oldest)} to ${day(stats.newest)}.`,
    ),
    el("h3", {}, "Latest"),
    el(
      "ul",
      { class: "latest" },
      articles.map((a) =>
        el(
          "li",
          {},
          ownLink(at("a", a.article_id), {}, bdi(a.title)),
          el("span", { class: "source-where" }, " ", bdi(a.publisher ?? "Outlet unknown"), ` · ${day(a.published_at)}`),
        ),
      ),
    ),
  ]);
}
