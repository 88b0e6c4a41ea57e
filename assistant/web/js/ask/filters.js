// What a question or a list is narrowed to: days, an outlet, a speaker, single articles; and the chat model that drafts.

import { bdi, button, el, fill } from "../dom.js";
import { day, plural } from "../wording.js";
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
    this.publisher = el("select", { name: "publisher" }, el("option", { value: "" }, "Any outlet"));
    this.model = el("select", { name: "model" });
    this.modelField = field("Written by", this.model, { hidden: true });
    this.chips = el("div", { class: "filter-chips", role: "group", "aria-label": "Filters in use" });
    const speaker = el("input", { name: "speaker", maxlength: 200, placeholder: "Anyone" });
    const offered = {
      since: ["From", date("since")],
      until: ["to", date("until")],
      publisher: ["Outlet", this.publisher],
      speaker: ["Speaker", speaker],
      as_of: ["Answer as if today were", date("as_of")],
    };
    this.fields = [names.map((name) => field(...offered[name])), names.includes("as_of") && this.modelField]; // a list has no writer
    this.element = el(
      "details",
      { class: "narrow", input: () => this.changed() },
      el("summary", {}, "Filters"),
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
    this.publisher.replaceChildren(el("option", { value: "" }, "Any outlet"), ...names.map((n) => el("option", { value: n }, n)));
    this.publisher.value = names.includes(chosen) ? chosen : "";
    this.model.replaceChildren(...(models ?? []).map((m, i) => el("option", { value: i ? m : "" }, m === "extractive" ? "The sources, quoted" : m)));
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
      used.map(([name, value]) => chip(CHIP_WORDS[name](value), () => this.clear(name))),
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

const CHIP_WORDS = {
  since: (value) => `From ${day(value)}`,
  until: (value) => `To ${day(value)}`,
  publisher: (value) => value,
  speaker: (value) => value,
  as_of: (value) => `As if today were ${day(value)}`,
  model: (value) => `Written by ${value}`,
  articles: articleWords,
};

/** "“Ferry stops”"; "2 articles". */
function articleWords(ids) {
  const title = ids.length === 1 && titles.get(ids[0]);
  return title ? `“${title}”` : plural(ids.length, "article");
}

function chip(words, remove) {
  return button([el("span", { class: "unseen" }, "Remove "), bdi(words), el("span", { "aria-hidden": "true" }, "×")], remove, {
    class: "button filter-chip",
  });
}

/** In words, to stand under a question. */
export function narrowWords({ since, until, publisher, speaker, as_of, model, articles }) {
  const words = [
    articles?.length > 0 && `only ${articleWords(articles)}`,
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
