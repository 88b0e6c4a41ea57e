// Where questions are written: one field, one button that asks or, while an answer is under way, stops.

import { el, fill, iconButton } from "../dom.js";
import { say } from "../wording.js";
import { draftOf, keepDraft } from "./drafts.js";
import { Narrow } from "./filters.js";

const MOST_CHARACTERS = 2000;

export class Composer {
  /** @param onAsk called with the question and what it is narrowed to. @param onStop called to stop the one under way. */
  constructor(onAsk, onStop) {
    this.onAsk = onAsk;
    this.onStop = onStop;
    this.id = null;
    this.narrow = new Narrow(undefined, () => this.keep());
    this.narrow.followSettings();
    this.field = el("textarea", {
      rows: 1,
      "aria-label": say.question,
      dir: "auto",
      keydown: (e) => this.key(e),
      input: () => (this.grow(), this.keep(), this.isTooLong()),
    });
    this.articles = 0;
    this.following = false;
    this.prompt();
    this.place = el("span");
    this.length = el("p", { class: "too-long", role: "alert" });
    this.element = el(
      "form",
      { class: "composer", submit: (e) => (e.preventDefault(), this.ask()) },
      this.narrow.chips,
      el("div", { class: "entry" }, this.field, this.place),
      this.length,
      this.narrow.element,
    );
    this.busy(false);
  }

  /** What was written and chosen for a conversation before; null is the next new one. */
  open(id) {
    const kept = draftOf(id);
    this.id = id;
    this.field.value = kept?.text ?? "";
    this.narrow.set(kept?.filters ?? {});
    this.grow();
    this.isTooLong();
  }

  /** Takes the filters of the last question, unless others were chosen since. */
  goOnWith(narrowed) {
    if (!draftOf(this.id)) this.narrow.set(narrowed);
  }

  /** The new conversation got its id. */
  named(id) {
    keepDraft(this.id, undefined);
    this.id = id;
    this.keep();
  }

  keep() {
    keepDraft(this.id, { text: this.field.value, filters: this.narrow.values() });
  }

  /** Says by how much, where a question is too long. It is not cut, because its end may be what is asked. */
  isTooLong() {
    const length = [...this.field.value.trim()].length;
    this.length.textContent = length > MOST_CHARACTERS ? say.tooLong(length, MOST_CHARACTERS) : "";
    return length > MOST_CHARACTERS;
  }

  /** Takes the archive's figures: how much can be asked about, and what a question can be narrowed to. */
  offer(stats) {
    this.articles = stats.articles;
    this.element.hidden = stats.articles === 0; // there is nothing to ask
    this.narrow.offer(stats);
    this.prompt();
  }

  /** @param following whether the next question follows others in its conversation. */
  follow(following) {
    this.following = following;
    this.prompt();
  }

  prompt() {
    this.field.placeholder = this.following ? say.followUp : say.about(this.articles);
  }

  /** A question and filters from elsewhere, for the reader to change and send. */
  prefill(question = "", filters = {}) {
    this.field.value = question;
    this.narrow.set(filters);
    this.grow();
    this.keep();
    this.isTooLong();
    this.focus();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.ask();
    } else if (event.key === "Escape" && this.running) {
      event.stopPropagation();
      this.onStop();
    }
  }

  ask() {
    const question = this.field.value.trim();
    if (!question || this.running || this.isTooLong()) return;
    this.field.value = "";
    this.grow();
    this.keep();
    this.narrow.element.open = false;
    this.onAsk(question, this.narrow.values());
  }

  /** Shows the button that stops, or the one that asks. */
  busy(running) {
    const focused = this.place.contains(document.activeElement);
    this.running = running;
    fill(
      this.place,
      running
        ? iconButton("stop", say.stop, () => this.onStop(), { class: "icon-button stop" })
        : iconButton("send", say.send, null, { type: "submit", class: "icon-button send" }),
    );
    if (focused) this.focus();
  }

  grow() {
    this.field.style.setProperty("height", "auto");
    this.field.style.setProperty("height", `${this.field.scrollHeight}px`);
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }
}
