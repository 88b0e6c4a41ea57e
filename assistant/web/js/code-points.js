// Offsets of the archive count code points; strings of this language count UTF-16 units. One walk turns the ones into the others.

/** UTF-16 offsets of code-point offsets, in the order they were asked for; those behind the end are the end. */
function unitOffsets(text, points) {
  const wanted = points.map((point, place) => [point, place]).sort((a, b) => a[0] - b[0]);
  const found = new Array(points.length);
  let [unit, point] = [0, 0];
  for (const [target, place] of wanted) {
    for (; point < target && unit < text.length; point += 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    found[place] = unit;
  }
  return found;
}

/**
 * The text in pieces, each with the kinds of the ranges that cover it.
 * @param ranges `{kind, start, end}` in code points; they may overlap.
 * @returns `[{text, kinds}]`, which joined give the text again.
 */
export function pieces(text, ranges) {
  const offsets = unitOffsets(
    text,
    ranges.flatMap((r) => [r.start, r.end]),
  );
  const cuts = [...new Set([0, ...offsets, text.length])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const covering = ranges.filter((_, j) => offsets[2 * j] <= cuts[i] && offsets[2 * j + 1] >= end);
    return { text: text.slice(cuts[i], end), kinds: covering.map((r) => r.kind) };
  });
}
