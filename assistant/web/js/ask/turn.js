// One turn of a conversation: the question, what happens while it is answered, the answer, and what can be done with it.

import { button, el, fill } from "../dom.js";
import { announce } from "../live-region.js";
import { STAGES, gateLine, plural } from "../wording.js";
import { nearestPassages } from "./abstention.js";
import { AnswerView, staleWords } from "./answer.js";
import { feedback } from "./feedback.js";
import { asText } from "./sources.js";

export class TurnView {
  /** @param again called with the question to ask it once more. */
  constructor(question, { again, stale = [], narrowed = "" }) {
    this.question = question;
    this.again = again;
    this.answered = false;
    this.view = new AnswerView(stale);
    this.progress = el("div", { class: "progress", hidden: true });
    this.trouble = el("div", { class: "trouble", hidden: true });
    this.actions = el("div", { class: "actions" });
    this.element = el(
      "article",
      { class: "turn", "aria-label": `Question: ${question}` },
      el("h2", { class: "question", dir: "auto", tabindex: -1 }, question),
      narrowed && el("p", { class: "narrowed" }, narrowed),
      stale.length > 0 && staleNotice(stale),
      this.progress,
      this.view.element,
      this.trouble,
      this.actions,
    );
  }

  stage(name) {
    const names = Object.keys(STAGES);
    const reached = names.indexOf(name);
    const steps = names.map((n, i) => el("li", { class: i < reached ? "done" : i === reached ? "now" : "" }));
    fill(this.progress, [el("ol", { class: "steps", "aria-hidden": "true" }, steps), el("p", {}, `${STAGES[name] ?? name} …`)]);
    this.progress.hidden = false;
    announce(STAGES[name] ?? name);
  }

  /** An event of the stream: a stage, or a sentence that passed. */
  hear(event, data) {
    if (event === "stage") this.stage(data.stage);
    if (event === "claim") this.view.add(data);
  }

  finish(answer, turnId, given = null) {
    this.answered = true;
    this.progress.hidden = true;
    this.view.finish(answer);
    const { buttons, form } = turnId ? feedback(turnId, given) : {};
    const nearest = answer.status === "abstained" && nearestPassages(answer);
    fill(this.actions, [nearest, el("div", { class: "bar" }, copyButton(this.question, answer), this.retryButton("Ask again"), buttons), form]);
  }

  announceEnd(answer) {
    announce(answer.status === "abstained" ? answer.text : `Answer complete. ${gateLine(answer.gate)}.`);
  }

  stopped() {
    const kept = this.view.claims.length;
    this.interrupt(
      "Stopped.",
      kept ? ` ${plural(kept, "sentence")} had passed the check before; the answer is not complete.` : " Nothing had been answered yet.",
      "quiet",
    );
  }

  failed(error) {
    const kept = this.view.claims.length;
    this.interrupt(
      "This question was not answered.",
      ` ${error.message}${kept ? " What stands above passed the check, but is not the whole answer." : ""}`,
      "loud",
    );
  }

  interrupt(what, why, kind) {
    this.progress.hidden = true;
    this.trouble.hidden = false;
    this.trouble.className = `trouble ${kind}`;
    fill(this.trouble, [el("p", {}, el("b", {}, what), why), this.retryButton("Try again")]);
    announce(what + why);
  }

  retryButton(text) {
    return button(text, () => this.again(this.question), { class: "button retry" });
  }
}

function staleNotice(stale) {
  const line = (s) => el("li", {}, `Source ${s.citation} was ${staleWords(s)}.`);
  return el(
    "div",
    { class: "stale-notice", role: "note" },
    el("p", {}, el("b", {}, "A source of this answer is not what it was.")),
    el("ul", {}, stale.map(line)),
  );
}

function copyButton(question, answer) {
  const made = button("Copy with citations", async () => {
    made.textContent = (await toClipboard(asText(question, answer))) ? "Copied" : "Could not be copied";
    announce(made.textContent);
    setTimeout(() => (made.textContent = "Copy with citations"), 2000);
  });
  return made;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // the browser has no clipboard here, or the reader said no
  }
}
