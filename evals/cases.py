"""Cases: a question with what a right answer holds and the spans that answer it. One JSON object a line."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.question import Message
from vectorstore.archive import Archive
from vectorstore.errors import BadInput

KINDS = ("fact", "who-said", "number", "date", "conflict", "latest", "follow-up", "false-premise", "unanswerable")
FIELDS = {"id", "kind", "question", "as_of", "history", "standalone", "expect", "forbid", "evidence", "speaker", "note"}


@dataclass(frozen=True)
class Gold:
    """A sentence that answers, found in the archive: code points of an article's stored text."""

    article_id: str
    version: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Case:
    """`expect` is a list of groups: a right answer holds one string of every group, and none of `forbid`."""

    id: str
    kind: str
    question: str
    as_of: str | None
    history: tuple[Message, ...]
    expect: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    quotes: tuple[str, ...]
    speaker: str | None

    @property
    def answerable(self) -> bool:
        return self.kind not in ("unanswerable", "false-premise")


def corpus() -> Path:
    """Folder of the sample newsroom, in a checkout and in an installed wheel alike."""
    return Path(str(files("evals").joinpath("corpus")))


def newsroom_cases() -> list[Case]:
    return [case for path in sorted((corpus() / "questions").glob("*.jsonl")) for case in load_cases(path)]


def load_cases(path: Path) -> list[Case]:
    """Raises BadInput, naming the line, when a line is no case; also when an id stands twice or there is none at all."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"the cases {path} cannot be read: {e}") from None
    cases = [parse_case(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
    if not cases or len({c.id for c in cases}) < len(cases):
        raise BadInput(f"{path} holds {'an id twice' if cases else 'no case'}")
    return cases


def parse_case(line: str, where: str) -> Case:
    try:
        row: dict[str, Any] = json.loads(line)
        if unknown := row.keys() - FIELDS:
            raise BadInput(f"{where} has unknown fields: {', '.join(sorted(unknown))}")
        if row["kind"] not in KINDS:
            raise BadInput(f"{where} has the kind {row['kind']!r}; known are {', '.join(KINDS)}")
        return Case(
            id=row["id"],
            kind=row["kind"],
            question=row["question"],
            as_of=row.get("as_of"),
            history=tuple(Message(**m) for m in row.get("history", ())),
            expect=tuple(tuple(group) for group in row.get("expect", ())),
            forbid=tuple(row.get("forbid", ())),
            quotes=tuple(e["quote"] for e in row.get("evidence", ())),
            speaker=row.get("speaker"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise BadInput(f"{where} is no case: {type(e).__name__} {e}") from None


def digest(cases: Sequence[Case]) -> str:
    """Of all that decides a score, so that a changed suite is never compared with an old baseline."""
    return hashlib.sha256(repr(list(cases)).encode()).hexdigest()[:16]


def find_gold(archive: Archive, case: Case) -> list[Gold]:
    """Where the archive holds the case's quotes; a copy of a wire story counts as well.

    Raises:
        BadInput: a quote is in no stored article.
    """
    found = []
    texts = [archive.article(i) for i in archive.article_ids()]
    for quote in case.quotes:
        at = [Gold(a.article_id, a.version, s, s + len(quote), quote) for a in texts if (s := a.text.find(quote)) >= 0]
        if not at:
            raise BadInput(f"case {case.id}: no article holds {quote!r}")
        found += at
    return found
