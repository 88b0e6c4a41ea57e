// Thumbs for an answer, with a comment.

import { call } from "../api.js";
import { button, el, iconButton } from "../dom.js";
import { say } from "../wording.js";

/** @param given `{rating, comment}` of before, or null. */
export function feedback(turnId, given) {
  const told = el("span", { class: "told", role: "status" });
  const comment = el("textarea", {
    rows: 2,
    maxlength: 2000,
    "aria-label": say.comment,
    placeholder: say.commentHint,
  });
  const form = el(
    "form",
    { class: "comment", hidden: true, submit: (e) => (e.preventDefault(), send(true)) },
    comment,
    el(
      "div",
      {},
      el("button", { class: "button" }, say.saveComment),
      button(say.close, () => (form.hidden = true)),
    ),
  );
  const [up, down] = ["up", "down"].map((r) =>
    iconButton(r, r === "up" ? say.goodAnswer : say.badAnswer, () => rate(r), { "aria-pressed": "false" }),
  );
  let rating = given?.rating ?? null;
  comment.value = given?.comment ?? "";
  press();

  function press() {
    up.setAttribute("aria-pressed", String(rating === "up"));
    down.setAttribute("aria-pressed", String(rating === "down"));
  }

  async function rate(chosen) {
    rating = chosen;
    press();
    form.hidden = false;
    comment.focus();
    form.scrollIntoView({ block: "nearest" });
    await send(false);
  }

  async function send(closing) {
    try {
      await call("POST", "/v1/feedback", { turn_id: turnId, rating, comment: comment.value.trim() || undefined });
      told.textContent = comment.value.trim() ? say.savedComment : say.saved;
      form.hidden = form.hidden || closing;
    } catch (error) {
      told.textContent = say.notSaved(error.message);
    }
  }

  return { buttons: el("span", { class: "thumbs" }, up, down, told), form };
}
