"""`python -m onrecord.evals.bench.scores`: the scores beside a token-overlap score, over the controls in the shapes of RAGAS and DeepEval.

Overlap is the share of a sentence's content words that what it is judged by holds, the least of an answer's sentences; it passes from
the threshold at which it gets most of these very cases right, which no score chosen beforehand could beat.

Last, both errors of `answer_relevance` over the sample newsroom's gold questions.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.assistant.gate import Judge, Support
from onrecord.evals.answers import SCORES, Control, ScoreRow, answer_relevance, judge_answer, made_controls, read_score_rows
from onrecord.evals.bench.gate import words_found
from onrecord.evals.stats import share
from onrecord.evals.suite import newsroom_cases
from onrecord.vectorstore.embedding import PackagedEmbedder

SHAPES = {
    "RAGAS": {"answer": "response", "contexts": "retrieved_contexts", "question": "user_input"},
    "DeepEval": {"answer": "actual_output", "contexts": "retrieval_context", "question": "input"},
}


@dataclass(frozen=True)
class Compared:
    control: Control
    ours: tuple[bool, ...]  # right, by shape
    overlap: float


def compared(judge: Judge) -> list[Compared]:
    by_shape = [through(shape) for shape in SHAPES.values()]
    return [
        Compared(c, tuple(SCORES[c.score](judge_answer(rows[i], judge)).state == c.expected for rows in by_shape), overlap(by_shape[0][i], judge))
        for i, c in enumerate(made_controls())
    ]


def through(names: dict[str, str]) -> Sequence[ScoreRow]:
    """The controls as another tool would have written them."""
    with tempfile.TemporaryDirectory(prefix="onrecord-scores-") as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("".join(json.dumps({names[k]: getattr(c.row, k) for k in names}) + "\n" for c in made_controls()), "utf-8")
        return read_score_rows(str(path)).rows


def overlap(row: ScoreRow, judge: Judge) -> float:
    claims = judge_answer(row, judge).claims
    numbers = [c.citations or range(1, len(row.contexts) + 1) for c in claims]
    return min(words_found({"claim": c.text, "source": "\n".join(row.contexts[n - 1] for n in some)}) for c, some in zip(claims, numbers, strict=True))


def best_threshold(cases: Sequence[Compared]) -> float:
    return max(sorted({c.overlap for c in cases}), key=lambda t: sum((c.overlap >= t) == (c.control.expected == "pass") for c in cases))


def relevance_errors(judge: Judge) -> tuple[list[bool], list[bool]]:
    """Of gold questions, each with a sentence that answers it: whether that fails, and whether another question's passes."""
    cases = [c for c in newsroom_cases() if c.quotes and c.answerable and not c.history]
    embedder = PackagedEmbedder()

    def passes(question: str, text: str) -> bool:
        return answer_relevance(judge_answer(ScoreRow(question=question, answer=text, contexts=()), judge), embedder).state == "pass"

    others = cases[len(cases) // 2 :] + cases[: len(cases) // 2]  # of another story
    return [not passes(c.question, c.quotes[0]) for c in cases], [passes(c.question, o.quotes[0]) for c, o in zip(cases, others, strict=True)]


def main() -> None:
    cases = compared(Support())
    threshold = best_threshold(cases)
    print(f"| control | must | {' | '.join(SHAPES)} | words found, from {threshold:.2f} |\n|---|---|---|---|---|")
    for kind in dict.fromkeys(c.control.kind for c in cases):
        some = [c for c in cases if c.control.kind == kind]
        ours = [sum(c.ours[n] for c in some) for n in range(len(SHAPES))]
        right = sum((c.overlap >= threshold) == (c.control.expected == "pass") for c in some)
        print(f"| {kind} | {some[0].control.expected} | {' | '.join(f'{n} of {len(some)}' for n in ours)} | {right} of {len(some)} |")
    own, other = relevance_errors(Support())
    print(f"\nanswer_relevance: fails {share(own)} of the sentences that answer, passes {share(other)} of those that answer another question (n {len(own)})")


if __name__ == "__main__":
    main()
