// Questions to the reader that must be answered first.

import { button, el } from "./dom.js";

/** Resolves to true where the reader agrees. */
export function confirmed(question, action) {
  return ask(el("p", {}, question), action, () => true);
}

/** Resolves to the key that the reader gives, or null. It is kept for this tab only. */
export function keyWanted(message) {
  const field = el("input", { type: "password", autocomplete: "off", required: true, "aria-label": "Key" });
  return ask(
    [el("p", {}, message), el("p", { class: "quiet-words" }, "The key is kept until this tab is closed."), field],
    "Use this key",
    () => field.value.trim() || null,
  );
}

/** Resolves to what `save` gives; false where the reader cancels. What it throws is shown, and the question stays. */
export function asked(contents, action, save) {
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
    const buttons = el("div", { class: "bar" }, el("button", { class: "button primary" }, action), button("Cancel", () => end(false)));
    const dialog = el("dialog", { "aria-label": action, cancel: () => end(false) }, el("form", { submit }, contents, told, buttons));
    document.body.append(dialog);
    dialog.showModal();
  });
}

function ask(contents, action, value) {
  return new Promise((resolve) => {
    const end = (answer) => (dialog.remove(), resolve(answer));
    const form = el(
      "form",
      { submit: (e) => (e.preventDefault(), end(value())) },
      contents,
      el(
        "div",
        { class: "bar" },
        el("button", { class: "button primary" }, action),
        button("Cancel", () => end(null)),
      ),
    );
    const dialog = el("dialog", { "aria-label": action, cancel: () => end(null) }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
