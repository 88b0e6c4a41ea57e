"""What scorers get and give: one finished turn with its case and gold, and a score with its explanation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.assistant.answer import Answer, Citation, Claim
from onrecord.assistant.gate import Judge
from onrecord.evals.suite import Case, Gold
from onrecord.vectorstore.archive import Archive

BRACKETS = re.compile(r" \[[^\]]*\]")  # an editor's "[name]" behind a pronoun


@dataclass(frozen=True)
class Score:
    """`value` 1 is a pass, 0 a fail, between the two a share of what was looked at; None is not judged. `why` says what was seen."""

    value: float | None
    why: str = ""


@dataclass(frozen=True)
class Fault:
    """A sentence that a drafter made up, and whether it was served as drafted."""

    kind: str
    text: str
    served: bool


@dataclass(frozen=True)
class Judged:
    """What a scorer needs: the case, where its gold stands, the answer, the archive to check it against, the judge of support, and what
    became of the faults that were drafted; None where nothing was drafted wrongly on purpose."""

    case: Case
    gold: Sequence[Gold]
    answer: Answer
    archive: Archive
    judge: Judge
    faults: Sequence[Fault] | None = None

    @property
    def abstained(self) -> bool:
        return self.answer.status == "abstained"


def share(hits: Sequence[bool], what: str) -> Score:
    return Score(sum(hits) / len(hits), f"{sum(hits)} of {len(hits)} {what}")


def overlaps(c: Citation, g: Gold) -> bool:
    """An empty span overlaps nothing."""
    return (c.article_id, c.version) == (g.article_id, g.version) and c.start < c.end and c.start < g.end and g.start < c.end


def cited_by(claim: Claim, answer: Answer) -> list[Citation]:
    return [c for c in answer.citations if c.n in claim.citations]
