"""Answers in words of their own, written by hand: faithful ones, and twins of each with one fault."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from onrecord.assistant.gate import Judge
from onrecord.evals.answers.judging import JudgedClaim, judge_answer
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import State
from onrecord.vectorstore.words import meaning_words

FILE = Path(__file__).parent / "paraphrase_controls.jsonl"
Split = Literal["development", "held_out"]


@dataclass(frozen=True)
class Twin:
    """A faithful answer with one `fault`, such as "number". `labels` are its sentences, each with whether it is faithful; empty where they are not known."""

    fault: str
    row: ScoreRow
    labels: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Paraphrase:
    """A faithful answer with its twins. `manner` says in what it differs from its contexts. The held-out part is only for measuring."""

    split: Split
    manner: tuple[str, ...]
    row: ScoreRow
    twins: tuple[Twin, ...]


@cache
def paraphrases(split: Split | None = None) -> tuple[Paraphrase, ...]:
    """The paraphrases of one part, or of both."""
    return tuple(p for p in map(read_paraphrase, read_rows(FILE)) if split in (None, p.split))


def read_paraphrase(found: dict[str, Any]) -> Paraphrase:
    def row(answer: str) -> ScoreRow:
        return ScoreRow(id=found["id"], question=found["question"], contexts=tuple(found["contexts"]), answer=answer)

    twins = tuple(Twin(t["fault"], row(t["answer"])) for t in found["twins"])
    return Paraphrase(found["split"], tuple(found["manner"]), row(found["faithful"]), twins)


def read_twins(path: Path) -> tuple[Paraphrase, ...]:
    """The paraphrases of a file with one answer a line: `{id, pair, question, contexts, answer, fault, sentences?, sentence_labels?}`. Of the answers of a
    `pair`, the one without a `fault` is faithful."""
    pairs: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for found in read_rows(path):
        pairs[found["pair"]].append(found)
    return tuple(p for rows in pairs.values() if (p := paraphrase_of(rows)))


def paraphrase_of(rows: list[dict[str, Any]]) -> Paraphrase | None:
    """None if no answer is faithful."""
    twins = [read_twin(r) for r in rows]
    faithful = next((t.row for t in twins if not t.fault), None)
    return Paraphrase("development", (), faithful, tuple(t for t in twins if t.fault)) if faithful else None


def read_twin(found: dict[str, Any]) -> Twin:
    row = ScoreRow(id=found["id"], question=found["question"], contexts=tuple(found["contexts"]), answer=found["answer"])
    labels = zip(found.get("sentences", ()), map(bool, found.get("sentence_labels", ())), strict=True)
    return Twin(found["fault"] or "", row, tuple(labels))


def faulty_claims(twin: Twin, claims: tuple[JudgedClaim, ...], faithful: tuple[JudgedClaim, ...]) -> tuple[JudgedClaim, ...]:
    """The claims of a twin that are wrong: those of the sentences that its labels call so, or without labels those that the faithful answer lacks."""
    if not twin.labels:
        return changed_claims(claims, faithful)
    return tuple(c for c in claims if not max(twin.labels, key=lambda label: len(meaning_words(label[0]) & meaning_words(c.text)))[1])


def changed_claims(claims: tuple[JudgedClaim, ...], faithful: tuple[JudgedClaim, ...]) -> tuple[JudgedClaim, ...]:
    """The sentences of a twin that the faithful answer does not have."""
    same = {c.text for c in faithful}
    return tuple(c for c in claims if c.text not in same)


def judge_sample(judge: Judge) -> Iterator[tuple[tuple[JudgedClaim, ...], tuple[JudgedClaim, ...]]]:
    """The sentences of each faithful answer of the development part, and the faulty ones of its first twin."""
    for p in paraphrases("development"):
        faithful = judge_answer(p.row, judge).claims
        yield faithful, changed_claims(judge_answer(p.twins[0].row, judge).claims, faithful)


def joint_state(claims: tuple[JudgedClaim, ...]) -> State:
    """`fail` if one sentence fails, `pass` if all pass."""
    states = {c.state for c in claims}
    return "fail" if "fail" in states else "pass" if states == {"pass"} else "not_judged"
