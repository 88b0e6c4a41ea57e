// How figures, days and states are put into words.

export const STAGES = {
  rewrite_question: "Reading the question",
  search: "Searching the archive",
  select_evidence: "Choosing the evidence",
  draft_answer: "Drafting and checking each sentence",
  compose_answer: "Putting the answer together",
};

export const DIFFERENCES = {
  number: "The sources give different figures",
  negation: "One source says so, another does not",
  denial: "Claimed by one, denied by another",
  superseded: "A later figure replaces an earlier one",
};

export function plural(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** "11 February 2026"; what is no day is given back as it stands, and nothing as "undated". */
export function day(text, month = "long") {
  const found = /^\d{4}-\d{2}-\d{2}/.exec(text ?? "");
  const date = found && new Date(`${found[0]}T00:00:00Z`);
  if (!date || Number.isNaN(date.getTime())) return text || "undated";
  return date.toLocaleDateString("en-GB", { day: "numeric", month, year: "numeric", timeZone: "UTC" });
}

export function monthOf(text) {
  return new Date(`${text}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

/** "3 sentences checked, 1 replaced by its source, 0 unchecked". What was not checked is not counted as checked. */
export function gateLine(gate) {
  if (!gate.claims) return "Nothing was drafted, so there was nothing to check";
  const counts = [
    `${plural(gate.claims - gate.unchecked, "sentence")} checked`,
    `${gate.repaired} replaced by ${gate.repaired === 1 ? "its source" : "their sources"}`,
    gate.dropped ? `${gate.dropped} dropped` : null,
    `${gate.unchecked} unchecked`,
  ];
  return counts.filter(Boolean).join(", ");
}

/** "2 independent sources, 11 February to 17 March 2026". */
export function sourcesLine({ independent_sources: n, oldest, newest }) {
  const days = [...new Set([oldest, newest].filter(Boolean).map((d) => day(d)))];
  return `${plural(n, "independent source")}, ${days.join(" to ") || "undated"}`;
}

/** How a claim fared: `{state, label}` with state `passed`, `quoted`, `unchecked` or `failed`. Only a verdict of support passes. */
export function fate(claim) {
  if (claim.verdict === "unchecked") return { state: "unchecked", label: "Not checked" };
  if (claim.verdict !== "supported") return { state: "failed", label: "Failed the check" };
  if (claim.reason.startsWith("replaced by its source")) return { state: "quoted", label: "Replaced by its source" };
  return { state: "passed", label: "Passed the check" };
}

/** "Corvane Wire, 11 February 2026". */
export function origin(citation) {
  return `${citation.publisher ?? "outlet unknown"}, ${day(citation.published_at)}`;
}
