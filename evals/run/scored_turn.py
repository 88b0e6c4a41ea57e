"""The input and output of scorers: one finished turn with its case and gold, and a score with its explanation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.assistant.answer import Answer, Citation, Claim
from onrecord.assistant.gate import Judge
from onrecord.evals.suite import Case, Gold
from onrecord.vectorstore.archive import Archive

BRACKETS = re.compile(r" \[[^\]]*\]")  # an inserted "[name]" after a pronoun


@dataclass(frozen=True)
class Score:
    """The `value` 1 is a pass, 0 is a failure, and a value between them is the share that passes. None is not judged. `why` explains it."""

    value: float | None
    why: str = ""


@dataclass(frozen=True)
class Fault:
    """A false sentence from the adversarial drafter, and whether it was served unchanged."""

    kind: str
    text: str
    served: bool


@dataclass(frozen=True)
class Judged:
    """The input of a scorer. `gold` are the places of the case's evidence. `faults` are the false sentences that were drafted on purpose; None if
    there were none."""

    case: Case
    gold: Sequence[Gold]
    answer: Answer
    archive: Archive
    judge: Judge
    faults: Sequence[Fault] | None = None

    @property
    def abstained(self) -> bool:
        return self.answer.status in ("abstained", "replied")


def share_score(hits: Sequence[bool], what: str) -> Score:
    return Score(sum(hits) / len(hits), f"{sum(hits)} of {len(hits)} {what}")


def overlaps(c: Citation, g: Gold) -> bool:
    """Whether a citation and a gold span overlap. An empty span overlaps nothing."""
    return (c.article_id, c.version) == (g.article_id, g.version) and c.start < c.end and c.start < g.end and g.start < c.end


def citations_of(claim: Claim, answer: Answer) -> list[Citation]:
    return [c for c in answer.citations if c.n in claim.citations]
