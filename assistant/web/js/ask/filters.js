// What a question is narrowed to: days, an outlet, a speaker; and the chat model that drafts.

import { el } from "../dom.js";
import { day } from "../wording.js";

export class Narrow {
  constructor() {
    const date = (name) => el("input", { type: "date", name });
    this.publisher = el("select", { name: "publisher" }, el("option", { value: "" }, "Any outlet"));
    this.model = el("select", { name: "model" });
    this.modelField = field("Written by", this.model, { hidden: true });
    this.count = el("span", { class: "count" });
    this.fields = [
      field("Published from", date("since")),
      field("to", date("until")),
      field("Outlet", this.publisher),
      field("Speaker", el("input", { name: "speaker", maxlength: 200, placeholder: "Anyone" })),
      field("Asked as of", date("as_of")),
      this.modelField,
    ];
    this.element = el(
      "details",
      { class: "narrow", input: () => this.tell() },
      el("summary", {}, "Narrow by day, outlet or speaker", this.count),
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
  }

  /** `{since, until, publisher, speaker, as_of, model}` of what is filled in. */
  values() {
    const filled = [...this.element.querySelectorAll("input, select")].map((f) => [f.name, f.value.trim()]);
    return Object.fromEntries(filled.filter(([, value]) => value));
  }

  tell() {
    const n = Object.keys(this.values()).length;
    this.count.textContent = n ? ` (${n})` : "";
  }
}

/** In words, to stand under a question. */
export function narrowWords({ since, until, publisher, speaker, as_of, model }) {
  const words = [
    publisher && `only ${publisher}`,
    speaker && `only words of ${speaker}`,
    since && `from ${day(since)}`,
    until && `until ${day(until)}`,
    as_of && `as of ${day(as_of)}`,
    model && `written by ${model}`,
  ];
  return words.filter(Boolean).join(" · ");
}

function field(name, input, attributes = {}) {
  return el("label", { class: "field", ...attributes }, el("span", {}, name), input);
}
