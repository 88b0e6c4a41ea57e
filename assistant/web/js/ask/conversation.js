// The conversation: its turns as they were stored, the one under way, and the field for the next.

import { ApiError, at, call, retryLabel } from "../api.js";
import { button, el, fill } from "../dom.js";
import { ownLink } from "../markers.js";
import { go, here, named } from "../router.js";
import { say } from "../wording.js";
import { Composer } from "./composer.js";
import { narrowWords } from "./filters.js";
import { followUps } from "./follow-ups.js";
import { Ask } from "./stream.js";
import { welcome } from "./welcome.js";

const turnView = async () => (await import("./turn.js")).TurnView; // loaded with the Ask view, so that the others do without
const PAUSE = 1500; // ms before questions are offered: the server tries them first, and the reader may ask at once

export class Conversation {
  /** @param onChange called when a turn was added, so that lists and titles can be read again. */
  constructor(onChange) {
    this.onChange = onChange;
    this.id = null;
    this.under = null; // the Ask under way
    this.title = "";
    this.turnIds = new Set(); // stored turns that are shown
    this.composer = new Composer(
      (question, narrowed) => this.ask(question, narrowed),
      () => this.stop(),
    );
    this.turns = el("div", { class: "turns" });
    this.element = el(
      "section",
      { class: "conversation", "aria-label": say.conversation },
      el("h1", { class: "unseen" }, say.conversation),
      el("div", { class: "scroll" }, this.turns),
      this.composer.element,
    );
  }

  /** Shows a stored conversation, or an empty page for a new one where `id` is null. */
  async show(id) {
    this.stop();
    this.id = id;
    this.shown = {};
    this.turnIds.clear();
    clearTimeout(this.soon);
    this.composer.open(id);
    this.titled("");
    if (id === null) return this.start();
    const shown = this.shown;
    fill(this.turns, el("p", { class: "quiet-words" }, say.readingConversation));
    try {
      const [stored, TurnView] = await Promise.all([call("GET", at("v1", "conversations", id)), turnView()]);
      if (shown === this.shown) this.fillFrom(stored, TurnView);
    } catch (error) {
      if (shown === this.shown) fill(this.turns, this.unread(error));
    }
  }

  start() {
    this.prepare();
    this.composer.follow(false);
    fill(this.turns, welcome());
    if (matchMedia("(hover: hover)").matches) this.composer.focus(); // on a phone it would call up the keyboard
  }

  /** Takes the archive's figures. */
  offer(stats) {
    this.composer.offer(stats);
    if (this.shown) this.prepare();
  }

  /** Loads what an answer needs before the first question, because the server may be away by then. An empty archive is not asked, and whoever opened a passage reads first. */
  prepare() {
    if (this.composer.articles && !here().passage) turnView().catch(() => {});
  }

  titled(title) {
    this.title = title;
    dispatchEvent(new Event("titled"));
  }

  fillFrom(stored, TurnView) {
    fill(this.turns, stored.turns.length ? [] : welcome());
    this.addStored(stored, TurnView);
    this.composer.goOnWith(stored.turns.at(-1)?.narrowed ?? {});
    this.turns.lastElementChild?.scrollIntoView({ block: "start" });
  }

  /** The turns that are not shown yet. */
  addStored({ title, turns }, TurnView) {
    this.titled(title || turns[0]?.answer.question || say.conversation);
    this.composer.follow(turns.length > 0);
    const missing = turns.filter((t) => !this.turnIds.has(t.turn_id));
    if (missing.length) this.turns.querySelector(".welcome, .follow-ups")?.remove();
    const views = missing.map((turn) => this.storedTurn(turn, TurnView));
    this.turns.append(...views.map((v) => v.element));
    if (views.length) this.offerMore(views.at(-1), missing.at(-1).turn_id, missing.at(-1).answer);
  }

  storedTurn(turn, TurnView) {
    const narrowed = Object.keys(turn.narrowed ?? {}).length ? turn.narrowed : dayOf(turn);
    const view = new TurnView(turn.answer.question, { again: (q) => this.ask(q, narrowed), stale: turn.stale, narrowed: narrowWords(narrowed) });
    view.finish(turn.answer, turn.turn_id, turn.feedback);
    this.turnIds.add(turn.turn_id);
    return view;
  }

  /** Questions to go on with, below the last answer. */
  offerMore(view, turnId, { status, as_of }) {
    if (status !== "served" && status !== "trimmed") return;
    const ask = (question) => this.ask(question, this.composer.narrow.values());
    clearTimeout(this.soon);
    this.soon = setTimeout(() => view.element.append(followUps(this.id, { turnId, as_of }, ask)), PAUSE);
  }

  /** Reads again what another tab may have changed; what is shown stays where it is. */
  async refresh() {
    const [id, shown] = [this.id, this.shown];
    if (id === null || this.under) return;
    try {
      const [stored, TurnView] = await Promise.all([call("GET", at("v1", "conversations", id)), turnView()]);
      if (shown === this.shown && !this.under) this.addStored(stored, TurnView);
    } catch (error) {
      if (shown === this.shown && this.isDeleted(error)) this.gone();
    }
  }

  /** The conversation was deleted while it is shown. */
  gone() {
    this.stop();
    fill(this.turns, deleted());
  }

  isDeleted(error) {
    return error.type === "NotFound" && this.id !== null && error.message.includes(this.id);
  }

  unread(error) {
    this.composer.follow(false);
    if (this.isDeleted(error)) return deleted();
    return el(
      "div",
      { class: "trouble loud", role: "alert" },
      el("p", {}, el("b", {}, say.unreadConversation), error.message),
      button(retryLabel(error), () => this.show(this.id)),
    );
  }

  /** Asks; the turn shows its stages, its sentences as they pass, and then the answer or what went wrong. */
  async ask(question, narrowed) {
    if (this.under) return;
    const TurnView = await turnView();
    if (this.under) return;
    const turn = this.newTurn(TurnView, question, narrowed);
    const under = new Ask({ question, ...narrowed }, (event, data) => turn.hear(event, data));
    [this.under, this.current] = [under, turn];
    this.composer.busy(true);
    try {
      await this.listen(under, turn);
    } catch (error) {
      if (this.under === under && this.isDeleted(error)) turn.orphaned(() => this.askAnew(question, narrowed));
      else if (this.under === under && isUnknown(narrowed.speaker, error))
        turn.unnamed(narrowed.speaker, (speaker) => this.askOf(speaker, turn, question, narrowed));
      else if (this.under === under) turn.failed(error instanceof ApiError ? error : new ApiError("Unexpected", String(error)));
    } finally {
      if (this.under === under) this.rest();
    }
  }

  /** A turn at the end, in sight. */
  newTurn(TurnView, question, narrowed) {
    clearTimeout(this.soon);
    this.turns.querySelector(".welcome, .follow-ups")?.remove();
    if (!this.title) this.titled(question);
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

  /** The same with the speaker who was meant. */
  askOf(speaker, turn, question, narrowed) {
    this.composer.narrow.set({ ...narrowed, speaker });
    this.composer.keep();
    this.again(turn, question, { ...narrowed, speaker });
  }

  /** The same question in a new conversation, because this one was deleted. */
  askAnew(question, narrowed) {
    go("/");
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
    this.turnIds.add(answer.turn_id);
    this.offerMore(turn, answer.turn_id, answer);
    this.onChange();
  }

  /** A conversation of its own for the first question. */
  async begin(under) {
    const { conversation_id } = await call("POST", "/v1/conversations", {});
    if (under.stopped) return null;
    this.id = conversation_id;
    named(conversation_id);
    this.composer.named(conversation_id);
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

function isUnknown(speaker, error) {
  return Boolean(speaker) && error.type === "BadInput" && error.message.toLowerCase().includes(`nobody called ${speaker}`.toLowerCase());
}

/** The day that the question was answered for, where the reader set one. */
function dayOf({ asked_at, answer }) {
  return asked_at.slice(0, 10) === answer.as_of ? {} : { as_of: answer.as_of };
}

function deleted() {
  return el("div", { class: "trouble quiet", role: "alert" }, el("p", {}, say.deleted), ownLink("/", { class: "button" }, say.askInNew));
}
