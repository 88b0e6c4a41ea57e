"""Finds the names in a question or an answer by capital letters and nearby words. "he", "they" and "there" may refer to these names.

No parser is used. A parser is too slow here, and it fails on short questions without capitals or with rare names.
"""

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.assistant.language import FEMALE_TITLES, MALE_TITLES, MEN, MONTHS, QUESTION_TITLES, WEEKDAYS, WOMEN
from onrecord.vectorstore.words import FUNCTION_WORDS

Kind = Literal["person", "body", "place", "unknown"]

CAPITAL = "A-Z\u00c0-\u00de\u0100\u010c\u0160\u017d\u0141\u015a\u0118\u0130"
WORD = rf"[{CAPITAL}][\w.]*(?:[-’'][{CAPITAL}]\w+)*"
RUN = re.compile(rf"\b{WORD}(?: (?:(?:of the|of|and|de|da|di|van|von|der|den|bin|al|el|la|le) )?{WORD})*")
OPENS = re.compile(r"(?:^|[.!?:\n“\"] ?)$")  # the text before the first word of a sentence, which always has a capital
TITLE = re.compile(rf"^(?:.*\b)?(?:{'|'.join(sorted(QUESTION_TITLES))})\b\.? ", re.IGNORECASE)
BODY = re.compile(
    r"\b(?:ministry|office|agency|union|bank|party|council|court|committee|commission|company|group|mission|authority|service|board|university|institute"
    r"|police|army|navy|government|parliament|assembly|senate|congress|association|federation|club|athletic|city|united|inc|ltd|plc|corp|times|post|courier|wire|ledger|news)\b",
    re.IGNORECASE,
)
# If one of these follows, a single capitalised word at the start of a sentence is a name: "Tolmara's count", "Brasz said".
GOES_ON = re.compile(r"['’]s\b| (?:said|says|has|had|was|is|did|will|denied|claimed|told|won)\b")
THE = re.compile(r"\bthe $", re.IGNORECASE)  # "the Northern Command" is not a person
AT = re.compile(r"\b(?:in|at|near|from|to|outside|around|across)(?: the)? $")
NO_NAMES = frozenset({"yes", "no", *WEEKDAYS, *MONTHS})


@dataclass(frozen=True)
class Mention:
    """A name. `name` is without its title; `written` has the title."""

    name: str
    kind: Kind
    written: str

    @property
    def gender(self) -> str | None:
        """The gender, "m" or "f"; None if neither the first name nor the title shows it."""
        first, titles = self.name.split()[0].lower(), {w.strip(".").lower() for w in self.written.split()}
        return "m" if first in MEN or titles & MALE_TITLES else "f" if first in WOMEN or titles & FEMALE_TITLES else None


def find_mentions(text: str) -> list[Mention]:
    """The names of a text, in order."""
    return [_make_mention(words, text[: run.start()] + run[0].partition(words)[0]) for run in RUN.finditer(text) if (words := _name_in_run(text, run))]


def _name_in_run(text: str, run: re.Match[str]) -> str:
    """The name in consecutive capitalised words. "" if there is none, as for most first words of sentences."""
    words = run[0].removesuffix("’s").removesuffix("'s").rstrip(".")
    if not OPENS.search(text[: run.start()]):
        return "" if words.lower() in NO_NAMES else words
    while words and words.split()[0].lower() in FUNCTION_WORDS | NO_NAMES:
        words = words.partition(" ")[2]
    alone = words == run[0] and " " not in words
    return "" if alone and not GOES_ON.match(text[run.end() :]) else words


def _make_mention(words: str, before: str) -> Mention:
    at = bool(AT.search(before))
    title = TITLE.match(words)
    name = words[title.end() :] if title and words[title.end() :] else words
    if name == words and (BODY.search(name) or (" " in name and THE.search(before))):
        return Mention(name, "body", words)
    if name != words or (" " in name and not at):
        return Mention(name, "person", words)
    return Mention(name, "place" if at else "unknown", words)
