import assert from "node:assert/strict";
import test from "node:test";

import { page } from "./page.js";
import { addressOf, archiveAddress, closePassage, conversationAddress, go, here, named } from "../../../../assistant/web/js/router.js";

const at = (address, state) => (page.visit(address, state), here());

test("each address is the view it names, and an unknown one is none of them", () => {
  const views = {
    "/": "ask",
    "/c/4f1c": "ask",
    "/#archive": "archive",
    "/#add": "add",
    "/#nothing": "ask",
    "/c": "unknown",
    "/c/4f1c/x": "unknown",
    "/nowhere": "unknown",
  };
  for (const [address, view] of Object.entries(views)) assert.equal(at(address).view, view, address);
});

test("a conversation is named by its address", () => {
  for (const id of ["4f1c", "a b", "50 %", "ä/b?c#d"]) assert.equal(at(conversationAddress(id)).conversation, id);
  assert.equal(conversationAddress(null), "/");
});

test("a passage is read back from its address, whatever its id", () => {
  for (const article_id of ["4f1c", "a b", "ä/b?c#d", "50%"]) {
    for (const numbers of [{ version: 2, start: 0, end: 7 }, { version: 1 }, {}]) {
      const { passage } = at(addressOf({ article_id, ...numbers }));
      assert.deepEqual({ version: null, start: null, end: null, changes: null, article_id, ...numbers }, passage);
    }
  }
});

test("what is no number in an address is left out, and a broken one breaks nothing", () => {
  assert.deepEqual(at("/a/4f1c?start=-1&end=x&version=1e3").passage, { article_id: "4f1c", version: null, start: null, end: null, changes: null });
  assert.equal(at("/a/%E0%A4%A").passage.article_id, "%E0%A4%A");
});

test("a part of the archive is read back with its filters", () => {
  const { view, part, query } = at(archiveAddress({ publisher: "Orm & Sons", text: "", since: null }, "people"));
  assert.deepEqual([view, part, Object.fromEntries(new URLSearchParams(query))], ["archive", "people", { publisher: "Orm & Sons" }]);
});

test("a passage lies over the place it was opened from, and one step closes however many were opened", () => {
  page.visit("/c/4f1c");
  for (const article_id of ["one", "two", "three"]) go(addressOf({ article_id }));
  assert.deepEqual([here().conversation, here().passage.article_id, page.past.length], ["4f1c", "three", 1]);
  assert.deepEqual(page.heard, ["place", "place", "place"]);
  closePassage();
  assert.equal(page.address(), "/c/4f1c");
});

test("a passage that was opened by its address closes to the start", () => {
  page.visit("/a/4f1c");
  closePassage();
  assert.deepEqual([page.address(), page.past.length], ["/", 0]);
});

test("a conversation that gets its id changes the address under an open passage", () => {
  page.visit("/");
  go(addressOf({ article_id: "one" }));
  named("4f1c");
  assert.deepEqual([page.address(), here().conversation], ["/a/one", "4f1c"]);
  closePassage();
  page.visit("/");
  named("4f1c");
  assert.equal(page.address(), "/c/4f1c");
});
