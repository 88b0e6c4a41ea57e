"""The first stage: what a question asks for, in its own words and those of the conversation before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from assistant.words import FUNCTION_WORDS, content_words
from vectorstore.errors import BadInput

MAX_CHARACTERS = 2_000
Wants = Literal["number", "date", "person", "place", "speech", "text"]

# What kind of thing would answer, by the words that ask for it.
ASKS: tuple[tuple[Wants, str], ...] = (
    ("number", r"\bhow (?:many|much|large|big|long|far|old|high|fast)\b|\bwhat (?:number|percentage|share|proportion|figure|sum|price|toll|amount)\b|\btoll\b|\bpercent"),
    ("date", r"\bwhen\b|\b(?:what|which) (?:day|date|year|month|time)\b|\bhow long ago\b|\bsince when\b"),
    ("speech", r"\bwhat (?:did|does|has|have|is|was) .{1,60}\b(?:say|said|saying|claim|claimed|think|tell|told|warn|argue|call)\b|\bhow did .{1,60} (?:react|respond|explain|describe)\b"),
    ("person", r"\bwho(?:m|se)?\b"),
    ("place", r"\bwhere\b|\b(?:what|which) (?:city|town|country|place|village|port)\b"),
)
LEANS = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|it|its|that|this|those|these|there|then|one|ones|so|same|other|others|else)\b", re.IGNORECASE)
OPENS_ELLIPSIS = re.compile(r"^\W*(?:and|but|or|so|what about|how about|also|why|when|where|who|since when|how (?:many|much))\b", re.IGNORECASE)
LATEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now|so far|today|at the moment|up to date|still)\b", re.IGNORECASE)
NAME = re.compile(r"(?<![\w.!?] )(?<!^)\b[A-Z\u00c0-\u00de]\w+(?:[-’'][A-Z]\w+)*")


@dataclass(frozen=True)
class Message:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question:
    """`terms` are its own content words, `carried` those taken from the conversation because it leans on them."""

    text: str
    as_of: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    wants: Wants
    latest: bool

    @property
    def search_text(self) -> str:
        return " ".join((self.text, *self.carried))


def rewrite_question(text: str, history: Sequence[Message] = (), as_of: str | None = None) -> Question:
    """Understand a question without a chat model.

    Raises:
        BadInput: the question is empty, wordless or too long, or `as_of` is no ISO day.
    """
    text = " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read")
    if not re.search(r"\w", text):
        raise BadInput("the question has no word in it; ask in words")
    terms = tuple(content_words(text))
    wants: Wants = next((kind for kind, pattern in ASKS if re.search(pattern, text, re.IGNORECASE)), "text")
    return Question(text, day(as_of), terms, carried_words(text, terms, history), wants, bool(LATEST.search(text)))


def carried_words(text: str, terms: Sequence[str], history: Sequence[Message]) -> tuple[str, ...]:
    """What a follow-up leaves unsaid: the words of the questions before it, back to one that stood on its own."""
    asked = [m.content[:MAX_CHARACTERS] for m in history if m.role == "user"]
    if not asked or not leans(text, terms):
        return ()
    carried: list[str] = []
    for earlier in reversed(asked):
        earlier_terms = content_words(earlier)
        carried += earlier_terms
        if not leans(earlier, earlier_terms):
            break
    own = {t.lower() for t in terms}
    return tuple(dict.fromkeys(w for w in carried if w.lower() not in own))


def leans(text: str, terms: Sequence[str]) -> bool:
    """Whether a question needs the one before it: it has a pronoun and no name, or is a fragment."""
    if names(text):
        return bool(OPENS_ELLIPSIS.match(text)) and len(terms) <= 2
    return bool(LEANS.search(text)) or (bool(OPENS_ELLIPSIS.match(text)) and len(terms) <= 4) or len(terms) <= 2


def names(text: str) -> list[str]:
    """Capitalised words that do not merely begin a sentence."""
    return [n for n in NAME.findall(text) if n.lower() not in FUNCTION_WORDS]


def day(as_of: str | None) -> str:
    if as_of is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(as_of).isoformat()
    except (ValueError, TypeError):
        raise BadInput(f"as_of is {as_of!r}; write a day as YYYY-MM-DD") from None
