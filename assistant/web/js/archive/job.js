// A job of adding articles: how far it is, what it added, and what was rejected and why.

import { ApiError, at, call, request, retryLabel, sentence } from "../api.js";
import { bdi, button, el, fill } from "../dom.js";
import { readEvents } from "../events.js";
import { announce } from "../live-region.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { day, plural } from "../wording.js";
import { say } from "../wording/archive.js";

const NAMED = 20; // articles of a job, by title
const LOOK_AGAIN = 1000; // ms, where the events broke off
const SAME_STORY = 0.9; // share of the text that two articles have in common, from which they are called the same story
const PASSING = ["Unreachable", "Busy", "Unavailable"]; // errors after which the same may succeed
const LATER = /try again later/i; // in a reason: so the server says that another attempt may succeed

/** Sends articles, files or an address, and shows in `jobs` what becomes of them. */
export async function send(jobs, name, body) {
  const again = () => (job.element.remove(), send(jobs, name, body));
  const job = new JobView(name, again);
  jobs.prepend(job.element);
  await follow(job, () => request("POST", "/v1/articles", { body }));
}

/** The job that `post` begins, to its end. */
export async function follow(job, post) {
  try {
    const { job_id } = await (await post()).json();
    await job.follow(job_id);
    dispatchEvent(new Event("archive-changed"));
  } catch (error) {
    job.failed(error.message, PASSING.includes(error.type) && retryLabel(error));
  }
}

export class JobView {
  constructor(name, again) {
    this.name = name;
    this.again = again;
    this.bar = el("progress", { "aria-label": say.progressOf(name) });
    this.words = el("p", { class: "quiet-words" }, say.sending);
    this.details = el("div");
    this.element = el("li", { class: "job" }, el("p", { class: "job-name" }, bdi(name)), this.bar, this.words, this.details);
  }

  /** Follows the job to its end. Throws ApiError where it cannot be followed. */
  async follow(jobId) {
    const path = at("v1", "jobs", jobId);
    let last = null;
    try {
      const response = await request("GET", path, { headers: { Accept: "text/event-stream" } });
      for await (const { event, data } of readEvents(response)) this.step((last = { ...data, state: event }));
    } catch (error) {
      if (error instanceof ApiError) throw error;
    }
    while (!last?.articles) {
      last = await call("GET", path);
      if (!["done", "failed"].includes(last.state)) last = (this.step(last), await new Promise((r) => setTimeout(r, LOOK_AGAIN)), null);
    }
    this.finish(last);
  }

  step(state) {
    const { done, total } = state;
    if (total) [this.bar.max, this.bar.value] = [total, done];
    this.words.textContent = say.step(state);
  }

  finish({ state, articles, rejected, notices, error }) {
    if (state === "failed") return this.failed(error ?? say.jobFailed, say.tryAgain);
    const outcomes = Object.values(articles);
    const counts = Object.keys(say.outcomes).map((o) => [outcomes.filter((x) => x === o).length, say.outcomes[o]]);
    const words = counts.filter(([n]) => n).map(([n, outcome]) => `${plural(n, "article")} ${outcome}`); // "2 articles added"
    if (rejected.length) words.push(say.notAdded(rejected.length));
    this.end(words.join(", ") || say.nothingFound, rejected.length && !outcomes.length ? "job loud" : "job done");
    const links = Object.entries(articles).slice(0, NAMED);
    fill(this.details, [
      el(
        "ul",
        {},
        links.map(([id, outcome]) => articleItem(id, counts.filter(([n]) => n).length > 1 && say.outcomes[outcome])),
      ),
      el(
        "ul",
        { class: "rejected" },
        rejected.map((r) => el("li", { dir: "auto" }, r.where !== this.name && [el("b", {}, bdi(r.where)), ": "], sentence(r.reason))),
      ),
      el(
        "ul",
        { class: "quiet-words" },
        notices.filter((n) => !(n.where in articles) || links.length < NAMED).map((n) => el("li", { dir: "auto" }, sentence(n.message))),
      ),
      rejected.some((r) => LATER.test(r.reason)) && button(say.tryAgain, this.again),
    ]);
  }

  /** @param retry what the button says that sends the same again; without it there is none, because the same would happen. */
  failed(message, retry) {
    this.end(message, "job loud");
    fill(this.details, retry && button(retry, this.again));
  }

  end(words, kind) {
    this.bar.hidden = true;
    this.element.className = kind;
    this.words.textContent = words;
    announce(words);
  }
}

/** A link by the article's title, once it is known; and whether another article tells the same story. @param words on its outcome, if any. */
function articleItem(id, words) {
  const name = bdi(say.readArticle);
  const same = el("span");
  call("GET", at("v1", "articles", id)).then(
    ({ title, copies }) => {
      name.textContent = title;
      const copy = copies.find((c) => c.share >= SAME_STORY);
      if (copy) fill(same, [say.sameStory, ownLink(addressOf(copy), {}, bdi(copy.publisher ?? say.outletUnknown), `, ${day(copy.published_at)}`)]);
    },
    () => {},
  );
  return el("li", {}, ownLink(at("a", id), {}, name), words && ` ${words}`, same);
}
