import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const ROOT = new URL("../../../../assistant/web/js/", import.meta.url);
const LITERAL = /(["`])((?:\\.|(?!\1).)*)\1/gs;
const COMMENT = /\/\*[^]*?\*\/|^\s*\/\/.*$|(?<=[;,{}()])\s+\/\/.*$/gm;
const NOT_READ =
  /^import .*$|^export .* from .*$|(?:closest|matches|matchMedia|querySelector(?:All)?)\((?:`[^`]*`|"[^"]*")|(?:class|rel): (?:`[^`]*`|[^,}]*)|className = .*$|"job \w+"/gm; // selectors and classes
const CODE = new Set(
  `AbortError BadInput Broken Busy Content-Type Enter Escape Last-Event-ID Markdown NotFound Unauthorized Unavailable Unexpected Unreachable Word`.split(
    " ",
  ),
);
const OTHERS = ["Ctrl K", "onrecord eval run", "Bearer ", "nobody called ", "input, textarea, select, [contenteditable]"]; // a key, a command, headers and errors of the server, a selector

/** Literals of a module that look like words for a reader: two words or more, or a capital first. */
function wordsIn(code) {
  const literals = [...code.replace(COMMENT, "").replace(NOT_READ, "").matchAll(LITERAL)].map(([, , s]) =>
    s.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, ""),
  );
  return literals.filter((s) => /[A-Za-z][.!?,:]? [a-z]{2,}|^\s?[A-Z][a-z]+/.test(s) && !CODE.has(s) && !OTHERS.includes(s));
}

test("all that a person reads comes from the modules of wording", () => {
  const files = readdirSync(ROOT, { recursive: true }).filter((f) => f.endsWith(".js") && !f.startsWith("wording"));
  const found = files.flatMap((f) => wordsIn(readFileSync(new URL(f, ROOT), "utf8")).map((s) => `${f}: ${s}`));
  assert.ok(files.length > 30);
  assert.deepEqual(found, []);
});

test("a stray string is found in a child, an attribute and a template", () => {
  const strays = ['el("p", {}, "None yet.")', 'el("input", { placeholder: "A name" })', "el('p', {}, `${n} of these`)", 'button("Save", save)'];
  for (const code of strays) assert.equal(wordsIn(code).length, 1, code);
  for (const code of ['el("p", { class: "quiet words" })', 'place.querySelector("main section")', 'key === "Escape"', "// It is Saved"])
    assert.deepEqual(wordsIn(code), [], code);
});
