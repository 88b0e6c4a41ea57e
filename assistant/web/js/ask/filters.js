// What a question or a list is narrowed to: days, an outlet, a speaker, single articles; and the chat model that drafts.

import { bdi, button, el, fill } from "../dom.js";
import { articleWords, chipWords, narrowing, say } from "../wording.js";
import { offerNames } from "./names.js";

const titles = new Map(); // of single articles, by id
const MODEL = "onrecord.model";

/** The model that the reader wants to write; empty for the server's first. */
export function defaultModel() {
  return localStorage.getItem(MODEL) ?? "";
}

export function setDefaultModel(model) {
  localStorage.setItem(MODEL, model);
  dispatchEvent(new Event("default-model"));
}

export class Narrow {
  /** @param names of the filters to offer. @param onChange called when the reader changes one. */
  constructor(names = ["since", "until", "publisher", "speaker", "as_of"], onChange = () => {}) {
    this.articles = [];
    this.onChange = onChange;
    const date = (name) => el("input", { type: "date", name });
    this.publisher = el("select", { name: "publisher" }, el("option", { value: "" }, say.anyOutlet));
    this.model = el("select", { name: "model" });
    this.modelField = field(say.writtenBy, this.model, { hidden: true });
    this.chips = el("div", { class: "filter-chips", role: "group", "aria-label": say.filtersInUse });
    const speaker = el("input", { name: "speaker", maxlength: 200, placeholder: say.anyone });
    const offered = {
      since: [say.from, date("since")],
      until: [say.to, date("until")],
      publisher: [say.outlet, this.publisher],
      speaker: [say.speaker, speaker],
      as_of: [say.asIf, date("as_of")],
    };
    this.fields = [names.map((name) => field(...offered[name])), names.includes("as_of") && this.modelField]; // a list has no writer
    this.element = el(
      "details",
      { class: "narrow", input: () => this.changed() },
      el("summary", {}, say.filters),
      el("div", { class: "fields" }, this.fields),
      offerNames(speaker),
    );
  }

  /** Takes the model that the settings name, now and whenever they change. */
  followSettings() {
    addEventListener("default-model", () => (choose(this.model, defaultModel()), this.changed()));
  }

  /** Offers the archive's outlets and the models that may draft. */
  offer({ publishers, models }) {
    const [chosen, writer] = [this.publisher.value, this.model.value || defaultModel()];
    const names = publishers.map((p) => p.publisher).filter(Boolean);
    this.publisher.replaceChildren(el("option", { value: "" }, say.anyOutlet), ...names.map((n) => el("option", { value: n }, n)));
    this.publisher.value = names.includes(chosen) ? chosen : "";
    this.model.replaceChildren(...(models ?? []).map((m, i) => el("option", { value: i ? m : "" }, say.model(m))));
    this.model.value = (models ?? []).slice(1).includes(writer) ? writer : "";
    this.modelField.hidden = (models ?? []).length < 2;
    this.showChips();
  }

  /** `{since, until, publisher, speaker, as_of, model, articles}` of what is filled in. */
  values() {
    const filled = this.inputs().map((f) => [f.name, f.value.trim()]);
    return Object.fromEntries([...filled, ["articles", this.articles]].filter(([, value]) => value.length));
  }

  /** Filters in the place of those that are there. `articles` may be `[{article_id, title}]` or ids. */
  set({ articles = [], ...values }) {
    for (const a of articles) if (a.title) titles.set(a.article_id, a.title);
    this.articles = articles.map((a) => a.article_id ?? a);
    for (const input of this.inputs()) choose(input, values[input.name] ?? (input === this.model ? defaultModel() : ""));
    this.showChips();
  }

  inputs() {
    return [...this.element.querySelectorAll("input, select")];
  }

  changed() {
    this.showChips();
    this.onChange();
  }

  /** One button for each filter in use, which removes it. */
  showChips() {
    const used = Object.entries(this.values());
    fill(
      this.chips,
      used.map(([name, value]) => chip(wordsOf(name, value), () => this.clear(name))),
    );
  }

  clear(name) {
    if (name === "articles") this.articles = [];
    else this.element.querySelector(`[name="${name}"]`).value = "";
    this.changed();
    (this.chips.querySelector("button") ?? this.element.querySelector("summary")).focus();
  }
}

/** A list takes a value also before it is offered. */
function choose(input, value) {
  if (input.options && value && ![...input.options].some((o) => o.value === value)) input.append(el("option", { value }, value));
  input.value = value;
}

function wordsOf(name, value) {
  return name === "articles" ? only(value) : chipWords[name](value);
}

/** Single articles in words. */
function only(ids) {
  return articleWords(ids.length, titles.get(ids[0]));
}

function chip(words, remove) {
  return button([el("span", { class: "unseen" }, say.remove), bdi(words), el("span", { "aria-hidden": "true" }, "×")], remove, {
    class: "button filter-chip",
  });
}

/** In words, to stand under a question. */
export function narrowWords(narrowed) {
  return narrowing(narrowed, narrowed.articles?.length > 0 && only(narrowed.articles));
}

function field(name, input, attributes = {}) {
  return el("label", { class: "field", ...attributes }, el("span", {}, name), input);
}
