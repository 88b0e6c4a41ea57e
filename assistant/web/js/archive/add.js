// Adding articles: files dropped or chosen, text pasted, or a page's address.

import { el } from "../dom.js";
import { say } from "../wording/archive.js";
import { send } from "./job.js";

export class AddView {
  constructor() {
    this.jobs = el("ul", { class: "jobs", "aria-label": say.sent });
    this.element = el(
      "section",
      { class: "scroll add", "aria-label": say.add, hidden: true },
      el("div", { class: "page" }, el("h1", {}, say.add), this.drop(), this.jobs, this.address(), this.paste()),
    );
  }

  show() {}

  drop() {
    const input = fileInput("files", (files) => this.files(files));
    const over = (on) => () => zone.classList.toggle("over", on);
    const zone = el(
      "div",
      { class: "drop", dragover: over(true), dragleave: over(false), drop: over(false) },
      input,
      el("label", { for: "files", class: "button primary" }, say.chooseFiles),
      el("p", {}, say.dropThem),
      el("p", { class: "quiet-words" }, say.formats),
    );
    return zone;
  }

  address() {
    const url = el("input", { type: "url", name: "url", required: true, placeholder: say.linkHint, "aria-label": say.link });
    return el(
      "form",
      { class: "panel", submit: (e) => (e.preventDefault(), this.send(url.value.trim(), { url: url.value.trim() }), e.target.reset()) },
      el("h2", {}, say.fromWeb),
      el("div", { class: "row" }, url, el("button", { class: "button primary" }, say.fetch)),
    );
  }

  paste() {
    const field = (name, label, attributes = {}) => el("label", { class: "field" }, el("span", {}, label), el("input", { name, ...attributes }));
    const text = el("textarea", { name: "text", rows: 7, required: true, dir: "auto" });
    const form = el(
      "form",
      { class: "panel", submit: (e) => (e.preventDefault(), this.pasted(form)) },
      el("h2", {}, say.paste),
      el(
        "div",
        { class: "fields" },
        field("title", say.headline),
        field("publisher", say.outlet),
        field("publish_date", say.published, { type: "date" }),
        field("url", say.link, { type: "url" }),
      ),
      el("label", { class: "field" }, el("span", {}, say.text), text),
      el("div", { class: "bar" }, el("button", { class: "button primary" }, say.addThis)),
    );
    return form;
  }

  pasted(form) {
    const filled = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    this.send(filled.title ?? say.beginning(filled.text.slice(0, 60)), filled);
    form.reset();
  }

  files(chosen) {
    sendFiles(this.jobs, chosen);
  }

  send(name, body) {
    send(this.jobs, name, body);
  }
}

/** An input for files; a label for its id shows it. */
export function fileInput(id, onFiles) {
  const input = el("input", {
    type: "file",
    multiple: true,
    class: "unseen",
    id,
    change: () => (onFiles([...input.files]), (input.value = "")),
  });
  return input;
}

export function sendFiles(jobs, chosen) {
  if (!chosen.length) return;
  const body = new FormData();
  for (const file of chosen) body.append("files", file, file.name);
  send(jobs, chosen.length === 1 ? chosen[0].name : say.files(chosen.length), body);
}
