// What an empty conversation shows: what the archive holds, and its latest articles; or that it holds none.

import { at, call } from "../api.js";
import { bdi, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { day, plural } from "../wording.js";

const LATEST = 5;

export function welcome() {
  const rest = el("div", { class: "welcome-rest" });
  const lead = el("p", { class: "lead" }, "Every sentence is quoted from a source you can open.");
  describe(rest, lead).catch((error) => fill(rest, el("p", { class: "quiet-words" }, error.message)));
  return el(
    "div",
    { class: "welcome" },
    el("h2", {}, "Ask your articles."),
    lead,
    rest,
  );
}

/** How to start where there are no articles yet. Loaded only then. */
export function emptyArchive() {
  const place = el("div", { class: "empty" });
  import("../archive/start.js").then(({ startHere }) => fill(place, startHere()));
  return place;
}

async function describe(place, lead) {
  const [stats, { articles }] = await Promise.all([call("GET", "/v1/stats"), call("GET", `/v1/articles?limit=${LATEST}`)]);
  if (stats.models[0] !== "extractive") lead.textContent = "Every sentence is checked against a source you can open.";
  if (!stats.articles) {
    fill(place, emptyArchive());
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
