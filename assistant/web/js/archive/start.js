// What an empty archive offers: files, a link or a text of one's own, or the sample newsroom.

import { call, request } from "../api.js";
import { button, el, fill } from "../dom.js";
import { plural } from "../wording.js";
import { FILES, fileInput, sendFiles } from "./add.js";
import { JobView, follow, send } from "./job.js";

const ADDRESS = /^https?:\/\/\S+$/i;

export function startHere() {
  const jobs = el("ul", { class: "jobs", "aria-label": "Sent from here" });
  return [
    el("p", { class: "lead" }, "Start with some articles: drop files here, or paste a link or a text."),
    sample(jobs),
    jobs,
    pasted(jobs),
    files(jobs),
  ];
}

function files(jobs) {
  return el(
    "div",
    { class: "drop" },
    fileInput("first-files", (chosen) => sendFiles(jobs, chosen)),
    el("label", { for: "first-files", class: "button" }, "Choose files"),
    el("p", { class: "quiet-words" }, FILES),
  );
}

/** One field for both: what is an address alone is fetched, and anything else is an article. */
function pasted(jobs) {
  const field = el("textarea", {
    rows: 3,
    required: true,
    dir: "auto",
    "aria-label": "Link, or text of an article",
    placeholder: "https://… or the text of an article",
  });
  const submit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    send(jobs, ADDRESS.test(text) ? text : `${text.slice(0, 60)} …`, ADDRESS.test(text) ? { url: text } : { text });
    field.value = "";
  };
  return el("form", { class: "panel", submit }, field, el("div", { class: "bar" }, el("button", { class: "button" }, "Add")));
}

function addSample(jobs, post) {
  const job = new JobView("The sample newsroom", () => (job.element.remove(), addSample(jobs, post)));
  jobs.prepend(job.element);
  follow(job, post);
}

/** @param found as `GET /v1/sample` gives it, of a sample that is on its way. */
function followSample(jobs, found) {
  addSample(jobs, async () => new Response(JSON.stringify(found)));
}

/** How far a sample is whose first articles are here already. */
export function sampleUnderWay(found) {
  const jobs = el("ul", { class: "jobs", "aria-label": "Being added" });
  followSample(jobs, found);
  return jobs;
}

/** One click adds it; a sample that is on its way, since a reload or in another tab, shows how far it is. */
function sample(jobs) {
  const place = el("div", { class: "panel" });
  call("GET", "/v1/sample").then(
    (found) => {
      if (found.job_id) return followSample(jobs, found);
      fill(place, [
        el(
          "p",
          { class: "bar" },
          button("Try it with a sample newsroom", () => (fill(place, []), addSample(jobs, () => request("POST", "/v1/sample"))), {
            class: "button primary",
          }),
        ),
        el(
          "p",
          { class: "quiet-words" },
          `About ${plural(found.documents, "invented article")}, half a minute. You can remove them again with one click.`,
        ),
      ]);
    },
    () => {}, // no sample is installed, or this key may not add one
  );
  return place;
}
