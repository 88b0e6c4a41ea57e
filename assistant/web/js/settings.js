// What a reader can set: theme, single keys, the model that writes, the key; and which judge checks the sentences.

import { call, forgetKey, hasKey, useKey } from "./api.js";
import { defaultModel, setDefaultModel } from "./ask/filters.js";
import { keyWanted, sheet } from "./dialogs.js";
import { button, el, fill } from "./dom.js";
import { setSingleKeys, singleKeysOn } from "./keys.js";

const THEMES = { "": "As the system", light: "Light", dark: "Dark" };

export function showSettings() {
  const server = el("div", { class: "server-settings" });
  const keys = el("input", { type: "checkbox", checked: singleKeysOn(), change: () => setSingleKeys(keys.checked) });
  sheet("Settings", [
    choice("Theme", THEMES, document.documentElement.dataset.theme ?? "", (theme) => dispatchEvent(new CustomEvent("set-theme", { detail: theme }))),
    el("label", { class: "check" }, keys, "Single keys: / ? n"),
    server,
    accessKey(),
  ]);
  call("GET", "/v1/stats").then(
    (stats) => fill(server, ofServer(stats)),
    (error) => fill(server, el("p", { role: "alert" }, error.message)),
  );
}

function ofServer({ models, judge, version }) {
  const names = Object.fromEntries(models.map((m, i) => [i ? m : "", m === "extractive" ? "The sources, quoted" : m]));
  return [
    models.length > 1 && choice("Answers written by", names, defaultModel(), setDefaultModel),
    el("p", { class: "quiet-words" }, `Each sentence is checked by ${judge}. On Record ${version}.`),
  ];
}

function choice(name, options, chosen, set) {
  const field = el("select", { change: () => set(field.value) });
  field.append(...Object.entries(options).map(([value, words]) => el("option", { value, selected: value === chosen }, words)));
  return el("label", { class: "field" }, el("span", {}, name), field);
}

function accessKey() {
  const place = el("div", { class: "bar" });
  const give = async () => {
    const key = await keyWanted("Enter your access key.");
    if (key) useKey(key);
    show();
  };
  const show = () =>
    fill(place, [
      el("span", { role: "status" }, hasKey() ? "An access key is in use in this tab." : "No access key is in use."),
      button(hasKey() ? "Use another key" : "Enter a key", give),
      hasKey() && button("Forget the key", () => (forgetKey(), show())),
    ]);
  show();
  return place;
}
