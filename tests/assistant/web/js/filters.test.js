import assert from "node:assert/strict";
import test from "node:test";

import "./page.js";
import { defaultModel, narrowWords, setDefaultModel } from "../../../../assistant/web/js/ask/filters.js";

const ALL = {
  publisher: "Lower Orm Herald",
  speaker: "Tilda Venn",
  since: "2026-03-01",
  until: "2026-03-04",
  as_of: "2026-05-01",
  model: "ollama:orm",
  articles: ["1", "2"],
};

test("each filter stands in the words under a question, and no other", () => {
  const words = Object.fromEntries(Object.entries(ALL).map(([name, value]) => [name, narrowWords({ [name]: value })]));
  assert.equal(new Set(Object.values(words)).size, Object.keys(ALL).length);
  for (const word of Object.values(words)) assert.ok(word && !word.includes(" · "), word);
  assert.deepEqual(new Set(narrowWords(ALL).split(" · ")), new Set(Object.values(words)));
});

test("days are written out, and nothing is written of what is not set", () => {
  assert.match(narrowWords({ since: "2026-03-01" }), /1 March 2026/);
  assert.equal(narrowWords({}), "");
  assert.equal(narrowWords({ publisher: "", articles: [], model: undefined, since: null }), "");
});

test("the model that the reader wants is kept", () => {
  assert.equal(defaultModel(), "");
  setDefaultModel("ollama:orm");
  assert.equal(defaultModel(), "ollama:orm");
});
