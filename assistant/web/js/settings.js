// What a reader can set: theme, single keys, the model that writes, the key; and which judge checks the sentences.

import { call, forgetKey, hasKey, useKey } from "./api.js";
import { defaultModel, setDefaultModel } from "./ask/filters.js";
import { keyWanted, sheet } from "./dialogs.js";
import { button, el, fill } from "./dom.js";
import { setSingleKeys, singleKeysOn } from "./keys.js";
import { say } from "./wording/sheets.js";

export function showSettings() {
  const server = el("div", { class: "server-settings" });
  const keys = el("input", { type: "checkbox", checked: singleKeysOn(), change: () => setSingleKeys(keys.checked) });
  sheet(say.settings, [
    choice(say.themeField, say.themes, document.documentElement.dataset.theme ?? "", (theme) =>
      dispatchEvent(new CustomEvent("set-theme", { detail: theme })),
    ),
    el("label", { class: "check" }, keys, say.singleKeys),
    server,
    accessKey(),
  ]);
  call("GET", "/v1/stats").then(
    (stats) => fill(server, ofServer(stats)),
    (error) => fill(server, el("p", { role: "alert" }, error.message)),
  );
}

function ofServer({ models, judge, version }) {
  const names = Object.fromEntries(models.map((m, i) => [i ? m : "", say.model(m)]));
  return [
    models.length > 1 && choice(say.answersBy, names, defaultModel(), setDefaultModel),
    el("p", { class: "quiet-words" }, say.checkedBy(judge, version)),
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
    const key = await keyWanted(say.enterKey);
    if (key) useKey(key);
    show();
  };
  const show = () =>
    fill(place, [
      el("span", { role: "status" }, say.keyInUse(hasKey())),
      button(hasKey() ? say.anotherKey : say.enterAKey, give),
      hasKey() && button(say.forgetKey, () => (forgetKey(), show())),
    ]);
  show();
  return place;
}
