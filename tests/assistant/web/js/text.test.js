// Addresses, sentences, directions and elements: what is made of text from a server or an article.

import assert from "node:assert/strict";
import test from "node:test";

import "./page.js";
import { at, sentence, withQuery } from "../../../../assistant/web/js/api.js";
import { direction } from "../../../../assistant/web/js/direction.js";
import { el, linkAbroad } from "../../../../assistant/web/js/dom.js";

test("an address of parts cannot leave its place", () => {
  assert.equal(at("v1", "articles", "../../x?y#z"), "/v1/articles/..%2F..%2Fx%3Fy%23z");
  assert.equal(withQuery("/v1/x", { a: "1&b=2", empty: "", none: null, zero: 0 }), "/v1/x?a=1%26b%3D2&zero=0");
  assert.equal(withQuery("/v1/x", { empty: "" }), "/v1/x");
});

test("a message is a sentence with one end", () => {
  assert.deepEqual(["ask again", "Ask again.", "really?", "wait …"].map(sentence), ["Ask again.", "Ask again.", "Really?", "Wait …"]);
});

test("a text runs as most of its letters do", () => {
  assert.equal(direction("قال المتحدث إن العبارة غرقت – Reuters"), "rtl");
  assert.equal(direction("قال Tilda Venn said that seven barges sank"), "ltr");
  for (const text of ["", null, "31 · 12 · 4", "Зоя сказала"]) assert.equal(direction(text), "ltr");
});

test("an address that is neither ours nor http makes no link", () => {
  for (const href of ["javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "//evil.example", "/\\evil.example", "data:text/html,x", "http:/x"]) {
    assert.equal(el("a", { href }).getAttribute("href"), null, href);
  }
  for (const href of ["/a/1", "#archive", "/", "https://orm.example/x", "HTTP://orm.example"])
    assert.equal(el("a", { href }).getAttribute("href"), href);
  for (const address of ["javascript:alert(1)", "", "file:///etc/passwd"]) assert.equal(linkAbroad(address).tag, "span");
  assert.equal(linkAbroad("https://orm.example/x").attributes.rel, "noopener noreferrer");
});

test("children are text or elements, and what is missing is left out", () => {
  const made = el("p", { hidden: false, title: null, open: true, click: () => {} }, "<b>", [null, ["x", undefined]], false, 0);
  assert.deepEqual([made.children, made.attributes, Object.keys(made.listeners)], [["<b>", "x", 0], { open: "" }, ["click"]]);
});
