import assert from "node:assert/strict";
import test from "node:test";

import { page } from "./page.js";
import { marker, open, ownLink, showOpen } from "../../../../assistant/web/js/markers.js";

const CITATION = { n: 3, article_id: "4f1c", version: 2, start: 5, end: 9, publisher: "Lower Orm Herald", published_at: "2026-03-04" };
const press = (link, keys = {}) => {
  const event = { currentTarget: link, button: 0, prevented: false, preventDefault: () => (event.prevented = true), ...keys };
  open(event);
  return event.prevented;
};

test("a marker is a link that says its number, speaker, outlet and day, once each", () => {
  const { tag, attributes, children } = marker({ citation: CITATION, speaker: "Tilda Venn", claim: {} });
  assert.deepEqual([tag, children, attributes.href], ["a", ["3"], "/a/4f1c?version=2&start=5&end=9"]);
  assert.equal(attributes["aria-label"], "Source 3, Tilda Venn, Lower Orm Herald, 4 March 2026");
});

test("a marker of a changed source says so, and one of an unnamed source names what is missing", () => {
  const { attributes } = marker({ citation: { ...CITATION, publisher: null, published_at: null }, stale: "changed since", claim: {} });
  assert.match(attributes["aria-label"], /^Source 3, .*unknown.*changed since$/);
  assert.match(attributes.class, /stale/);
});

test("a press opens the passage here, and with a key of the browser's it is the browser's", () => {
  page.visit("/c/1");
  const link = ownLink("/a/4f1c", {}, "3");
  for (const keys of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }]) assert.equal(press(link, keys), false);
  assert.equal(page.address(), "/c/1");
  assert.equal(press(link), true);
  assert.equal(page.address(), "/a/4f1c");
});

test("only the marker of the open passage is current", () => {
  page.found = ["/a/1", "/a/2", "/a/1"].map((href) => ownLink(href, {}, "n"));
  const current = () => page.found.map((l) => l.getAttribute("aria-current"));
  showOpen("/a/1");
  assert.deepEqual(current(), ["true", null, "true"]);
  showOpen(null);
  assert.deepEqual(current(), [null, null, null]);
});
