// What an empty archive offers: files, a link or a text of one's own, or the sample newsroom.

import { call, request } from "../api.js";
import { button, el, fill } from "../dom.js";
import { say } from "../wording/archive.js";
import { fileInput, sendFiles } from "./add.js";
import { JobView, follow, send } from "./job.js";

const ADDRESS = /^https?:\/\/\S+$/i;

export function startHere() {
  const jobs = el("ul", { class: "jobs", "aria-label": say.sent });
  return [el("p", { class: "lead" }, say.start), sample(jobs), jobs, pasted(jobs), files(jobs)];
}

function files(jobs) {
  return el(
    "div",
    { class: "drop" },
    fileInput("first-files", (chosen) => sendFiles(jobs, chosen)),
    el("label", { for: "first-files", class: "button" }, say.chooseFiles),
    el("p", { class: "quiet-words" }, say.formats),
  );
}

/** One field for both: what is an address alone is fetched, and anything else is an article. */
function pasted(jobs) {
  const field = el("textarea", {
    rows: 3,
    required: true,
    dir: "auto",
    "aria-label": say.linkOrText,
    placeholder: say.linkOrTextHint,
  });
  const submit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    send(jobs, ADDRESS.test(text) ? text : say.beginning(text.slice(0, 60)), ADDRESS.test(text) ? { url: text } : { text });
    field.value = "";
  };
  return el("form", { class: "panel", submit }, field, el("div", { class: "bar" }, el("button", { class: "button" }, say.addIt)));
}

function addSample(jobs, post) {
  const job = new JobView(say.sample, () => (job.element.remove(), addSample(jobs, post)));
  jobs.prepend(job.element);
  follow(job, post);
}

/** @param found as `GET /v1/sample` gives it, of a sample that is on its way. */
function followSample(jobs, found) {
  addSample(jobs, async () => new Response(JSON.stringify(found)));
}

/** How far a sample is whose first articles are here already. */
export function sampleUnderWay(found) {
  const jobs = el("ul", { class: "jobs", "aria-label": say.beingAdded });
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
          button(say.trySample, () => (fill(place, []), addSample(jobs, () => request("POST", "/v1/sample"))), {
            class: "button primary",
          }),
        ),
        el("p", { class: "quiet-words" }, say.aboutSample(found.documents)),
      ]);
    },
    () => {}, // no sample is installed, or this key may not add one
  );
  return place;
}
