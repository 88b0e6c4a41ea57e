// What an empty conversation shows: what the archive holds, questions about it, and its latest articles; or how to start.

import { at, call } from "../api.js";
import { bdi, button, el, fill, outletAndDay } from "../dom.js";
import { ownLink } from "../markers.js";
import { articlesAndOutlets, dayRange, say } from "../wording.js";

const LATEST = 5;

let offered = null; // `{state, found}`: the questions of the archive as it was

export function welcome() {
  const rest = el("div", { class: "welcome-rest" });
  const lead = el("p", { class: "lead" }, say.quotedLead);
  describe(rest, lead).catch((error) => fill(rest, el("p", { class: "quiet-words" }, error.message)));
  return el("div", { class: "welcome" }, el("h2", {}, say.welcome), lead, rest);
}

/** How to start where there are no articles yet. Loaded only then. */
export function emptyArchive() {
  const place = el("div", { class: "empty" });
  import("../archive/start.js").then(({ startHere }) => fill(place, startHere()));
  return place;
}

/** Questions that the archive can answer. The server tries each before it offers it, so that they are kept until articles are added. */
function questions({ articles, passages, newest }) {
  const place = el("div", { class: "asks waiting", role: "group", "aria-label": say.begin });
  const state = [articles, passages, newest].join(" ");
  const ask = (question) => dispatchEvent(new CustomEvent("ask", { detail: { question, send: true } }));
  const show = (found) => {
    place.classList.remove("waiting");
    fill(
      place,
      found.map((q) => button(q, () => ask(q), { class: "button follow-up", dir: "auto" })),
    );
  };
  if (offered?.state === state) show(offered.found);
  else
    call("GET", "/v1/suggestions").then(
      ({ questions: found }) => ((offered = { state, found }), show(found)),
      () => show([]), // nobody misses what was never offered
    );
  return place;
}

/** How far the sample newsroom is, while it is being added. */
async function sampleUnderWay(about) {
  const found = await call("GET", "/v1/sample");
  if (!found.job_id) return;
  const start = await import("../archive/start.js");
  about.parentElement?.querySelector(".asks")?.remove(); // no question can be answered before its end
  about.after(start.sampleUnderWay(found));
}

async function describe(place, lead) {
  const [stats, { articles }] = await Promise.all([call("GET", "/v1/stats"), call("GET", `/v1/articles?limit=${LATEST}`)]);
  if (stats.models[0] !== "extractive") lead.textContent = say.checkedLead;
  if (!stats.articles) {
    fill(place, emptyArchive());
    return;
  }
  const about = el("p", {}, `${[articlesAndOutlets(stats), dayRange(stats.oldest, stats.newest)].filter(Boolean).join(", ")}.`);
  sampleUnderWay(about).catch(() => {}); // no sample is installed, or this key may not add one
  fill(place, [
    about,
    questions(stats),
    el("h3", {}, say.latest),
    el(
      "ul",
      { class: "latest" },
      articles.map((a) =>
        el("li", {}, ownLink(at("a", a.article_id), {}, bdi(a.title)), el("span", { class: "source-where" }, " ", outletAndDay(a))),
      ),
    ),
  ]);
}
