// What a question is narrowed to: days, an outlet, a speaker; and the chat model that drafts.

import { bdi, button, el, fill } from "../dom.js";
import { day } from "../wording.js";

export class Narrow {
  constructor() {
    const date = (name) => el("input", { type: "date", name });
    this.publisher = el("select", { name: "publisher" }, el("option", { value: "" }, "Any outlet"));
    this.model = el("select", { name: "model" });
    this.modelField = field("Written by", this.model, { hidden: true });
    this.chips = el("div", { class: "filter-chips", role: "group", "aria-label": "Filters in use" });
    this.fields = [
      field("From", date("since")),
      field("to", date("until")),
      field("Outlet", this.publisher),
      field("Speaker", el("input", { name: "speaker", maxlength: 200, placeholder: "Anyone" })),
      field("Answer as if today were", date("as_of")),
      this.modelField,
    ];
    this.element = el(
      "details",
      { class: "narrow", input: () => this.showChips() },
      el("summary", {}, "Filters"),
      el("div", { class: "fields" }, this.fields),
    );
  }

  /** Offers the archive's outlets and the models that may draft. */
  offer({ publishers, models }) {
    const chosen = this.publisher.value;
    const names = publishers.map((p) => p.publisher).filter(Boolean);
    this.publisher.replaceChildren(el("option", { value: "" }, "Any outlet"), ...names.map((n) => el("option", { value: n }, n)));
    this.publisher.value = names.includes(chosen) ? chosen : "";
    this.model.replaceChildren(...(models ?? []).map((m, i) => el("option", { value: i ? m : "" }, m === "extractive" ? "The sources, quoted" : m)));
    this.modelField.hidden = (models ?? []).length < 2;
    this.showChips();
  }

  /** `{since, until, publisher, speaker, as_of, model}` of what is filled in. */
  values() {
    const filled = [...this.element.querySelectorAll("input, select")].map((f) => [f.name, f.value.trim()]);
    return Object.fromEntries(filled.filter(([, value]) => value));
  }

  /** One button for each filter in use, which removes it. */
  showChips() {
    const used = Object.entries(this.values());
    fill(
      this.chips,
      used.map(([name, value]) => chip(CHIP_WORDS[name](value), () => this.clear(name))),
    );
  }

  clear(name) {
    this.element.querySelector(`[name="${name}"]`).value = "";
    this.showChips();
    (this.chips.querySelector("button") ?? this.element.querySelector("summary")).focus();
  }
}

const CHIP_WORDS = {
  since: (value) => `From ${day(value)}`,
  until: (value) => `To ${day(value)}`,
  publisher: (value) => value,
  speaker: (value) => value,
  as_of: (value) => `As if today were ${day(value)}`,
  model: (value) => `Written by ${value}`,
};

function chip(words, remove) {
  return button([el("span", { class: "unseen" }, "Remove "), bdi(words), el("span", { "aria-hidden": "true" }, "×")], remove, {
    class: "button filter-chip",
  });
}

/** In words, to stand under a question. */
export function narrowWords({ since, until, publisher, speaker, as_of, model }) {
  const words = [
    publisher && `only ${publisher}`,
    speaker && `only words of ${speaker}`,
    since && `from ${day(since)}`,
    until && `until ${day(until)}`,
    as_of && `as if today were ${day(as_of)}`,
    model && `written by ${model}`,
  ];
  return words.filter(Boolean).join(" · ");
}

function field(name, input, attributes = {}) {
  return el("label", { class: "field", ...attributes }, el("span", {}, name), input);
}
