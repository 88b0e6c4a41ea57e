import assert from "node:assert/strict";
import test from "node:test";

import { pieces } from "../../../../assistant/web/js/code-points.js";

const TEXTS = ["", "Ferry", "Zoë 🚢 ferry", "🚢🚢", "a🇸🇪b", "e\u0301te", "قال Orm", "line\nline", "half a pair \ud83d here"];

/** The text that pieces of this kind cover. */
const covered = (found, kind) => found.filter((p) => p.kinds.includes(kind)).map((p) => p.text);

for (const text of TEXTS) {
  const points = [...text];

  test(`every range of ${JSON.stringify(text)} is cut at its code points`, () => {
    for (let start = 0; start <= points.length; start += 1) {
      for (let end = start; end <= points.length + 2; end += 1) {
        const found = pieces(text, [{ kind: "mark", start, end }]);
        assert.equal(found.map((p) => p.text).join(""), text);
        assert.equal(covered(found, "mark").join(""), points.slice(start, end).join(""));
      }
    }
  });

  test(`two ranges of ${JSON.stringify(text)} may overlap, in any order`, () => {
    for (let start = 0; start <= points.length; start += 1) {
      const ranges = [
        { kind: "late", start, end: points.length },
        { kind: "early", start: 0, end: start + 1 },
      ];
      const found = pieces(text, ranges);
      assert.equal(found.map((p) => p.text).join(""), text);
      for (const { kind, start, end } of ranges) assert.equal(covered(found, kind).join(""), points.slice(start, end).join(""));
    }
  });
}

test("a text without ranges is one piece", () => {
  assert.deepEqual(pieces("Ferry", []), [{ text: "Ferry", kinds: [] }]);
});
