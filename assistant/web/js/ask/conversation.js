// The conversation: its turns as they were stored, the one under way, and the field for the next.

import { ApiError, at, call, retryLabel } from "../api.js";
import { button, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { named } from "../router.js";
import { Composer } from "./composer.js";
import { narrowWords } from "./filters.js";
import { Ask } from "./stream.js";
import { TurnView } from "./turn.js";
import { welcome } from "./welcome.js";

const NAME = "On Record";

export class Conversation {
  /** @param onChange called when a turn was added, so that lists and titles can be read again. */
  constructor(onChange) {
    this.onChange = onChange;
    this.id = null;
    this.under = null; // the Ask under way
    this.composer = new Composer(
      (question, narrowed) => this.ask(question, narrowed),
      () => this.stop(),
    );
    this.turns = el("div", { class: "turns" });
    this.element = el(
      "section",
      { class: "conversation", "aria-label": "Conversation" },
      el("h1", { class: "unseen" }, "Conversation"),
      el("div", { class: "scroll" }, this.turns),
      this.composer.element,
    );
  }

  /** Shows a stored conversation, or an empty page for a new one where `id` is null. */
  async show(id) {
    this.stop();
    this.id = id;
    this.shown = {};
    if (id === null) return this.start();
    const shown = this.shown;
    fill(this.turns, el("p", { class: "quiet-words" }, "Reading the conversation …"));
    try {
      const stored = await call("GET", at("v1", "conversations", id));
      if (shown === this.shown) this.fillFrom(stored);
    } catch (error) {
      if (shown === this.shown) fill(this.turns, this.unread(error));
    }
  }

  start() {
    this.composer.follow(false);
    document.title = NAME;
    fill(this.turns, welcome());
    if (matchMedia("(hover: hover)").matches) this.composer.focus(); // on a phone it would call up the keyboard
  }

  fillFrom({ title, turns }) {
    document.title = `${title || turns[0]?.answer.question || "Conversation"} · ${NAME}`;
    this.composer.follow(turns.length > 0);
    const made = turns.map((turn) => {
      const view = new TurnView(turn.answer.question, { again: (q) => this.ask(q, {}), stale: turn.stale, narrowed: narrowWords(dayOf(turn)) });
      view.finish(turn.answer, turn.turn_id, turn.feedback);
      return view.element;
    });
    fill(this.turns, made.length ? made : welcome());
    made.at(-1)?.scrollIntoView({ block: "start" });
  }

  unread(error) {
    this.composer.follow(false);
    if (error.type === "NotFound" && error.message.includes(this.id)) return deleted();
    return el(
      "div",
      { class: "trouble loud", role: "alert" },
      el("p", {}, el("b", {}, "The conversation cannot be shown. "), error.message),
      button(retryLabel(error), () => this.show(this.id)),
    );
  }

  /** Asks; the turn shows its stages, its sentences as they pass, and then the answer or what went wrong. */
  async ask(question, narrowed) {
    if (this.under) return;
    const turn = this.newTurn(question, narrowed);
    const under = new Ask({ question, ...narrowed }, (event, data) => turn.hear(event, data));
    [this.under, this.current] = [under, turn];
    this.composer.busy(true);
    try {
      await this.listen(under, turn);
    } catch (error) {
      if (this.under === under) turn.failed(error instanceof ApiError ? error : new ApiError("Unexpected", String(error)));
    } finally {
      if (this.under === under) this.rest();
    }
  }

  /** A turn at the end, in sight. */
  newTurn(question, narrowed) {
    this.turns.querySelector(".welcome")?.remove();
    this.composer.follow(true);
    const turn = new TurnView(question, { again: (q) => this.again(turn, q, narrowed), narrowed: narrowWords(narrowed) });
    this.turns.append(turn.element);
    turn.stage("rewrite_question");
    turn.element.scrollIntoView({ block: "start" });
    return turn;
  }

  /** The same once more; a turn that was not answered makes room for it. */
  again(turn, question, narrowed) {
    if (this.under) return;
    if (!turn.answered) turn.element.remove();
    this.ask(question, narrowed);
  }

  async listen(under, turn) {
    const id = this.id ?? (await this.begin(under));
    if (under.stopped) return;
    under.body.conversation_id = id;
    const answer = await under.answer();
    if (!answer) return;
    turn.finish(answer, answer.turn_id);
    turn.announceEnd(answer);
    this.onChange();
  }

  /** A conversation of its own for the first question. */
  async begin(under) {
    const { conversation_id } = await call("POST", "/v1/conversations", {});
    if (under.stopped) return null;
    this.id = conversation_id;
    named(conversation_id);
    return conversation_id;
  }

  stop() {
    if (!this.under) return;
    this.under.stop();
    this.current.stopped();
    this.rest();
  }

  rest() {
    this.under = null;
    this.composer.busy(false);
  }
}

/** The day that the question was answered for, where the reader set one. */
function dayOf({ asked_at, answer }) {
  return asked_at.slice(0, 10) === answer.as_of ? {} : { as_of: answer.as_of };
}

function deleted() {
  return el(
    "div",
    { class: "trouble quiet", role: "alert" },
    el("p", {}, "This conversation was deleted."),
    ownLink("/", { class: "button" }, "Ask in a new one"),
  );
}
