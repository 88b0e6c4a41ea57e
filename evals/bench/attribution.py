"""`python -m onrecord.evals.bench.attribution FILE` measures attribution on texts that people annotated, by kind of quotation.

FILE is JSON lines (.gz or not) in the form of PolNeAR: `text` and `attributions[{source[], cue[], content[]}]`, each part with `spans`.
For precision, a statement is right if at least half of it is in a gold content. For recall, a gold content is found if one statement
covers at least half of it. The speaker of a found one is right if it overlaps the gold source. The baseline is twenty lines of code that
use the same parse.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from onrecord.assistant.attribution import Span, Statement, extract_statements, overlapping, quotations, readable
from onrecord.assistant.language import parser
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import Rate, bootstrap_rate
from onrecord.vectorstore.command_line import progress_bar

Attributions = list[tuple[Span, Span]]  # speaker, content
KINDS = ("direct", "indirect", "mixed")
SAID = {"say", "tell", "add", "claim", "announce", "argue", "believe", "think", "warn", "suggest", "report", "declare", "insist", "admit", "explain", "deny"}


def ours(doc: Doc, text: str) -> Attributions:
    """Our statements, inner ones first, in the order of `onrecord attribute`."""
    found: Sequence[Statement] = sorted(extract_statements(text, doc), key=lambda s: -len(s.chain))
    return [(s.speaker, s.content) for s in found if s.speaker]


def baseline(doc: Doc, text: str) -> Attributions:
    """The baseline: each cue verb with its subject and clause, and each "according to"."""
    found = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in SAID:
            subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
            clause = next((c for c in token.children if c.dep_ in ("ccomp", "xcomp")), None)
            if subject is not None and clause is not None:
                found.append((of_branch(subject), of_branch(clause)))
        if token.lower_ == "according":
            to = next((c for c in token.children if c.lower_ == "to"), None)
            who = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
            if who is not None:
                found.append((of_branch(who), Span(token.sent.start_char, token.sent.end_char)))
    return found


def of_branch(token: Any) -> Span:
    return Span(token.left_edge.idx, token.right_edge.idx + len(token.right_edge))


def counts(row: dict[str, Any], made: Attributions) -> Counter[str]:
    """The counts of one article. The figures are computed from them."""
    gold = [(spans(a["source"]), spans(a["content"])) for a in row["attributions"] if a["source"] and a["content"]]
    quotes = quotations(row["text"])
    count = Counter(made=len(made))
    for source, content in gold:
        kind, size = kind_of(content, quotes), sum(s.end - s.start for s in content)
        best = max(made, key=lambda m: covered(m[1], content), default=None)
        found = best is not None and covered(best[1], content) >= size / 2
        right = found and best is not None and covered(best[0], source) > 0
        count.update({"gold": 1, f"gold {kind}": 1, "found": found, f"found {kind}": found, "speaker": right, f"speaker {kind}": right})
    count["good"] = sum(any(covered(c, content) >= (c.end - c.start) / 2 for _, content in gold) for _, c in made)
    return count


def spans(parts: Sequence[dict[str, Any]]) -> list[Span]:
    return [Span(*s) for part in parts for s in part["spans"]]


def covered(one: Span, others: Sequence[Span]) -> int:
    return sum(one.overlap(o) for o in others)


def kind_of(content: Sequence[Span], quotes: list[Span]) -> str:
    quoted = sum(q.overlap(c) for c in content for q in overlapping(quotes, c))
    return "indirect" if not quoted else "direct" if quoted >= 0.9 * sum(c.end - c.start for c in content) else "mixed"


def ratio_of(part: str, whole: str) -> Callable[[Sequence[Counter[str]]], float | None]:
    def statistic(cases: Sequence[Counter[str]]) -> float | None:
        total = sum(c[whole] for c in cases)
        return sum(c[part] for c in cases) / total if total else None

    return statistic


def show(name: str, cases: Sequence[Counter[str]]) -> None:
    figures: dict[str, Rate] = {"precision": bootstrap_rate(ratio_of("good", "made"), cases), "content recall": bootstrap_rate(ratio_of("found", "gold"), cases)}
    figures |= {f"  {k} ({sum(c[f'gold {k}'] for c in cases)})": bootstrap_rate(ratio_of(f"found {k}", f"gold {k}"), cases) for k in KINDS}
    figures["speaker right"] = bootstrap_rate(ratio_of("speaker", "found"), cases)
    figures |= {f"  {k} speaker": bootstrap_rate(ratio_of(f"speaker {k}", f"found {k}"), cases) for k in KINDS}
    print(f"\n{name}: {sum(c['gold'] for c in cases)} attributions in {len(cases)} articles")
    for what, r in figures.items():
        print(f"  {what:18} {r.value:.3f} [{r.low:.3f}, {r.high:.3f}]")


def main(path: Path) -> None:
    rows = list(read_rows(path))
    tables: dict[str, list[Counter[str]]] = {"onrecord": [], "baseline (cue verb, subject, clause)": []}
    seconds = 0.0
    with progress_bar() as progress:
        for done, row in enumerate(rows):
            progress("reading", done, len(rows))
            began = time.process_time()
            doc = parser()(readable(row["text"]))
            made = ours(doc, row["text"])
            seconds += time.process_time() - began if done else 0.0  # the first one loads the parser
            tables["onrecord"].append(counts(row, made))
            tables["baseline (cue verb, subject, clause)"].append(counts(row, baseline(doc, row["text"])))
    for name, cases in tables.items():
        show(name, cases)
    print(f"\n{sum(len(r['text'].split()) for r in rows[1:]) / seconds:.0f} words a second of processor time, parse included")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
