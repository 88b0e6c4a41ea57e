// Dialogs: questions to the reader that must be answered first, and sheets that only show or set something.

import { button, el, iconButton } from "./dom.js";
import { say } from "./wording.js";

/** Resolves to true where the reader agrees. Cancel has the focus, so that a hasty Enter does no harm. */
export function confirmed(question, action) {
  return asked(el("p", {}, question), action, () => true, { cancelFirst: true });
}

/** Resolves to the key that the reader gives, or to false. It is kept for this tab only. */
export function keyWanted(message) {
  const field = el("input", { type: "password", autocomplete: "off", required: true, autofocus: true });
  const contents = [el("p", {}, message), el("label", { class: "field" }, el("span", {}, say.key), field)];
  return asked([...contents, el("p", { class: "quiet-words" }, say.keyKept)], say.useKey, () => field.value.trim());
}

/** Resolves to what `save` gives; false where the reader cancels. What it throws is shown, and the question stays. */
export function asked(contents, action, save, { cancelFirst = false } = {}) {
  const told = el("p", { role: "alert", class: "error" });
  return new Promise((resolve) => {
    const end = (answer) => (dialog.remove(), resolve(answer));
    const submit = async (event) => {
      event.preventDefault();
      told.textContent = "";
      try {
        end(await save());
      } catch (error) {
        told.textContent = error.message;
      }
    };
    const buttons = el(
      "div",
      { class: "bar" },
      el("button", { class: "button primary" }, action),
      button(say.cancel, () => end(false), { autofocus: cancelFirst }),
    );
    const dialog = el("dialog", { "aria-label": action, cancel: () => end(false) }, el("form", { submit }, contents, told, buttons));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A dialog that only shows or sets something. Returns what closes it; a click beside it does too. */
export function sheet(name, contents, kind = "") {
  const back = document.activeElement;
  const close = () => (dialog.remove(), back?.focus({ preventScroll: true }));
  const head = el("div", { class: "sheet-head" }, el("h2", {}, name), iconButton("close", say.close, close));
  const dialog = el(
    "dialog",
    { class: `sheet ${kind}`, "aria-label": name, cancel: close, click: (e) => e.target === dialog && close() },
    el("div", { class: "sheet-body" }, head, contents),
  );
  document.body.append(dialog);
  dialog.showModal();
  return close;
}
