"""`python -m onrecord.evals.bench.scores` compares the scores with a word-overlap score, on the controls in the formats of RAGAS and DeepEval.

The overlap of a sentence is the share of its content words that its contexts have. The overlap of an answer is that of its lowest sentence.
Its threshold is the best one for these cases, so no threshold that is chosen beforehand can be better.

At the end, it prints both errors of `answer_relevance` on the sample newsroom's gold questions. They are in-sample, because the threshold
was set on these questions.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.assistant.gate import Judge, Support
from onrecord.evals.answers import SCORES, Control, ScoreRow, answer_relevance, judge_answer, made_controls, read_score_rows
from onrecord.evals.bench.gate import words_found
from onrecord.evals.stats import format_share
from onrecord.evals.suite import newsroom_cases
from onrecord.vectorstore.embedding import PackagedEmbedder

SHAPES = {
    "RAGAS": {"answer": "response", "contexts": "retrieved_contexts", "question": "user_input"},
    "DeepEval": {"answer": "actual_output", "contexts": "retrieval_context", "question": "input"},
}


@dataclass(frozen=True)
class ComparedControl:
    control: Control
    ours: tuple[bool, ...]  # right, by shape
    overlap: float


def compare(judge: Judge) -> list[ComparedControl]:
    by_shape = [rows_in_format(shape) for shape in SHAPES.values()]
    return [
        ComparedControl(c, tuple(SCORES[c.score](judge_answer(rows[i], judge)).state == c.expected for rows in by_shape), overlap(by_shape[0][i], judge))
        for i, c in enumerate(made_controls())
    ]


def rows_in_format(names: dict[str, str]) -> Sequence[ScoreRow]:
    """The controls in the format of another tool."""
    with tempfile.TemporaryDirectory(prefix="onrecord-scores-") as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("".join(json.dumps({names[k]: getattr(c.row, k) for k in names}) + "\n" for c in made_controls()), "utf-8")
        return read_score_rows(str(path), strict=True).rows


def overlap(row: ScoreRow, judge: Judge) -> float:
    claims = judge_answer(row, judge).claims
    numbers = [c.citations or range(1, len(row.contexts) + 1) for c in claims]
    return min(words_found({"claim": c.text, "source": "\n".join(row.contexts[n - 1] for n in some)}) for c, some in zip(claims, numbers, strict=True))


def best_threshold(cases: Sequence[ComparedControl]) -> float:
    return max(sorted({c.overlap for c in cases}), key=lambda t: sum((c.overlap >= t) == (c.control.expected == "pass") for c in cases))


def relevance_errors(judge: Judge) -> tuple[list[bool], list[bool]]:
    """For each gold question: whether a sentence that answers it fails, and whether a sentence that answers another question passes."""
    cases = [c for c in newsroom_cases() if c.quotes and c.answerable and not c.history]
    embedder = PackagedEmbedder()

    def passes(question: str, text: str) -> bool:
        return answer_relevance(judge_answer(ScoreRow(question=question, answer=text, contexts=()), judge), embedder).state == "pass"

    others = cases[len(cases) // 2 :] + cases[: len(cases) // 2]  # of another story
    return [not passes(c.question, c.quotes[0]) for c in cases], [passes(c.question, o.quotes[0]) for c, o in zip(cases, others, strict=True)]


def main() -> None:
    cases = compare(Support())
    threshold = best_threshold(cases)
    print(f"| control | must | {' | '.join(SHAPES)} | words found, from {threshold:.2f} |\n|---|---|---|---|---|")
    for kind in dict.fromkeys(c.control.kind for c in cases):
        some = [c for c in cases if c.control.kind == kind]
        ours = [sum(c.ours[n] for c in some) for n in range(len(SHAPES))]
        right = sum((c.overlap >= threshold) == (c.control.expected == "pass") for c in some)
        print(f"| {kind} | {some[0].control.expected} | {' | '.join(f'{n} of {len(some)}' for n in ours)} | {right} of {len(some)} |")
    own, other = relevance_errors(Support())
    print(f"\nanswer_relevance: fails {format_share(own)} of the sentences that answer, passes {format_share(other)} of those that answer another question (n {len(own)}; in-sample: its threshold was set on these questions)")


if __name__ == "__main__":
    main()
