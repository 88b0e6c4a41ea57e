// One turn of a conversation: the question, what happens while it is answered, the answer, and what can be done with it.

import { retryLabel } from "../api.js";
import { button, el, fill, iconButton } from "../dom.js";
import { announce } from "../live-region.js";
import { ownLink } from "../markers.js";
import { addressOf } from "../router.js";
import { STAGES, capitalize, gateLine, say, staleSentence, stillSaid } from "../wording.js";
import { nearestPassages } from "./abstention.js";
import { AnswerView } from "./answer.js";
import { feedback } from "./feedback.js";
import { didYouMean } from "./names.js";
import { asText } from "./sources.js";

export class TurnView {
  /** @param again called with the question to ask it once more. */
  constructor(question, { again, stale = [], narrowed = "" }) {
    this.question = question;
    this.again = again;
    this.answered = false;
    this.stale = stale;
    this.view = new AnswerView(stale);
    this.staleness = el("div", { class: "stale-notice", role: "note", hidden: true });
    this.progress = el("div", { class: "progress", hidden: true });
    this.trouble = el("div", { class: "trouble", hidden: true });
    this.actions = el("div", { class: "actions" });
    this.element = el(
      "article",
      { class: "turn", "aria-label": say.asked(question) },
      el("h2", { class: "question", dir: "auto", tabindex: -1 }, question),
      narrowed && el("p", { class: "narrowed" }, narrowed),
      this.staleness,
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
    this.progress.hidden = this.view.claims.length > 0; // the first sentence takes its place, so that nothing moves at the end
    announce(STAGES[name] ?? name);
  }

  /** An event of the stream: a stage, or a sentence that passed. */
  hear(event, data) {
    if (event === "stage") this.stage(data.stage);
    if (event !== "claim") return;
    this.progress.hidden = true;
    this.view.add(data);
  }

  finish(answer, turnId, given = null) {
    this.answered = true;
    this.progress.hidden = true;
    this.view.finish(answer);
    const { buttons, form } = turnId ? feedback(turnId, given) : {};
    const nearest = answer.status === "abstained" && nearestPassages(answer);
    const outdated = this.stale.length > 0;
    const retry = !outdated && iconButton("retry", say.retry, () => this.again(this.question));
    fill(this.actions, [nearest, el("div", { class: "bar" }, copyButton(this.question, answer), retry, buttons), form]);
    if (outdated) this.warn(answer.citations);
  }

  /** Says which sources of the answer are out of date. */
  warn(citations) {
    fill(this.staleness, [el("ul", {}, staleLines(this.stale, citations)), this.retryButton(say.askAgain)]);
    this.staleness.hidden = false;
  }

  announceEnd(answer) {
    announce(answer.status === "abstained" || answer.status === "replied" ? answer.text : say.complete(gateLine(answer.gate)));
  }

  stopped() {
    this.interrupt(say.stopped, say.stoppedAfter(this.view.claims.length), "quiet");
  }

  failed(error) {
    const incomplete = this.view.claims.length ? say.incomplete : "";
    this.interrupt(say.notAnswered, ` ${error.message}${incomplete}`, "loud", retryLabel(error, say.askAgain));
  }

  /** Nobody of the speaker's name is quoted. @param ask called with the name that is meant. */
  unnamed(speaker, ask) {
    this.interrupt(say.nobody(speaker), "", "quiet");
    this.trouble.querySelector(".retry").replaceWith(didYouMean(speaker, ask));
  }

  /** The conversation was deleted elsewhere before the question came. */
  orphaned(askAnew) {
    this.interrupt(say.deleted, ` ${say.notAnswered}`, "quiet");
    this.trouble.querySelector(".retry").replaceWith(button(say.askInNew, askAnew));
  }

  interrupt(what, why, kind, retry = say.askAgain) {
    this.progress.hidden = true;
    this.trouble.hidden = false;
    this.trouble.className = `trouble ${kind}`;
    fill(this.trouble, [el("p", {}, el("b", {}, what), why), this.retryButton(retry)]);
    announce(what + why);
  }

  retryButton(text) {
    return button(text, () => this.again(this.question), { class: "button retry" });
  }
}

/** A line for each article that was changed or retracted, with the numbers of its citations. */
export function staleLines(stale, citations) {
  const articles = new Map();
  for (const s of stale) {
    const { article_id: id, version } = citations.find((c) => c.n === s.citation) ?? {};
    articles.set(id, [...(articles.get(id) ?? []), { ...s, version }]);
  }
  return [...articles].map(([id, found]) => staleLine(id, found));
}

function staleLine(article_id, found) {
  const [{ state, latest, version }] = found;
  const words = staleSentence(found);
  if (state === "deleted") return el("li", {}, capitalize(words));
  if (state === "retracted") return el("li", {}, el("b", {}, capitalize(words)), say.doNotUse);
  return el(
    "li",
    {},
    el("b", {}, say.outOfDate),
    `${words} `,
    stillSaid(found),
    " ",
    article_id && ownLink(addressOf({ article_id, version: latest, changes: version }), {}, say.seeChanges),
  );
}

function copyButton(question, answer) {
  const made = button(say.copyWithCitations, async () => {
    made.textContent = (await toClipboard(asText(question, answer))) ? say.copied : say.notCopied;
    announce(made.textContent);
    setTimeout(() => (made.textContent = say.copyWithCitations), 2000);
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
