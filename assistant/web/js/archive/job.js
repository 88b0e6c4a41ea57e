// A job of adding articles: how far it is, what it added, and what was rejected and why.

import { ApiError, at, call, request } from "../api.js";
import { bdi, button, el, fill } from "../dom.js";
import { readEvents } from "../events.js";
import { announce } from "../live-region.js";
import { ownLink } from "../markers.js";
import { plural } from "../wording.js";

const NAMED = 20; // articles of a job, by title
const LOOK_AGAIN = 1000; // ms, where the events broke off

export class JobView {
  constructor(name, again) {
    this.again = again;
    this.bar = el("progress", { "aria-label": `Progress of ${name}` });
    this.words = el("p", { class: "quiet-words" }, "Sending …");
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

  step({ stage, done, total, state }) {
    if (total) [this.bar.max, this.bar.value] = [total, done];
    this.words.textContent = `${stage || state}${total ? `, ${done} of ${total}` : ""} …`;
  }

  finish({ state, articles, rejected, error }) {
    const outcomes = Object.values(articles);
    const counts = ["added", "updated", "unchanged"].map((o) => [outcomes.filter((x) => x === o).length, o]).filter(([n]) => n);
    const words = [...counts.map(([n, o]) => `${plural(n, "article")} ${o}`), rejected.length ? `${rejected.length} rejected` : null]
      .filter(Boolean)
      .join(", ");
    if (state === "failed") return this.failed(error ?? "The job failed.");
    this.end(words || "Nothing was found in it.", rejected.length && !outcomes.length ? "job loud" : "job done");
    const links = Object.entries(articles)
      .slice(0, NAMED)
      .map(([id, outcome]) => el("li", {}, articleLink(id), ` ${outcome}`));
    fill(this.details, [
      el("ul", {}, links),
      el(
        "ul",
        { class: "rejected" },
        rejected.map((r) => el("li", { dir: "auto" }, el("b", {}, bdi(r.where)), `: ${r.reason}`)),
      ),
    ]);
  }

  failed(message, retry = "Try again") {
    this.end(message, "job loud");
    fill(this.details, button(retry, this.again));
  }

  end(words, kind) {
    this.bar.hidden = true;
    this.element.className = kind;
    this.words.textContent = words;
    announce(words);
  }
}

/** A link by the article's title, once it is known. */
function articleLink(id) {
  const name = bdi("Read the article");
  call("GET", at("v1", "articles", id)).then(
    ({ title }) => (name.textContent = title),
    () => {},
  );
  return ownLink(at("a", id), {}, name);
}
