"""Who and what a conversation has named, by capitals and by the words around them: who "he", "they" and "there" may be.

No parse is made: short questions are often without capitals, or full of names that no tagger knows, and must be read in microseconds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.words import FUNCTION_WORDS

Kind = Literal["person", "body", "place", "unknown"]

CAPITAL = "A-Z\u00c0-\u00de\u0100\u010c\u0160\u017d\u0141\u015a\u0118\u0130"
WORD = rf"[{CAPITAL}][\w.]*(?:[-’'][{CAPITAL}]\w+)*"
RUN = re.compile(rf"\b{WORD}(?: (?:(?:of the|of|and|de|da|di|van|von|der|den|bin|al|el|la|le) )?{WORD})*")
OPENS = re.compile(r"(?:^|[.!?:\n“\"] ?)$")  # what stands before a word that is capitalised in any case
TITLE = re.compile(
    r"^(?:.*\b)?(?:mr|mrs|ms|dr|prof|gen|col|lt|sgt|capt|sen|rep|gov|sir|lord|lady|president|minister|chancellor|secretary|mayor|governor|general|colonel"
    r"|captain|commissioner|judge|justice|professor|doctor|king|queen|prince|princess|pope|senator|chairman|chairwoman|spokesman|spokeswoman|coach|corporal)\b\.? ",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:ministry|office|agency|union|bank|party|council|court|committee|commission|company|group|mission|authority|service|board|university|institute"
    r"|police|army|navy|government|parliament|assembly|senate|congress|association|federation|club|athletic|city|united|inc|ltd|plc|corp|times|post|courier|wire|ledger|news)\b",
    re.IGNORECASE,
)
AT = re.compile(r"\b(?:in|at|near|from|to|outside|around|across)(?: the)? $")
NO_NAMES = frozenset("yes no monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split())
MEN_WORDS, WOMEN_WORDS = frozenset("mr sir lord king prince pope chairman spokesman".split()), frozenset("mrs ms miss lady queen princess chairwoman spokeswoman".split())


@dataclass(frozen=True)
class Mention:
    """A name without its title. `gender` is m, f or None where the text does not show it."""

    name: str
    kind: Kind
    gender: str | None = None


def mentions(text: str) -> list[Mention]:
    return list(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for run in RUN.finditer(text):
        words = run[0].removesuffix("’s").removesuffix("'s").rstrip(".")
        while OPENS.search(text[: run.start()]) and words and words.split()[0].lower() in FUNCTION_WORDS | NO_NAMES:
            words = words.partition(" ")[2]
        if not words or words.lower() in NO_NAMES or (OPENS.search(text[: run.start()]) and " " not in words and words == run[0] and not _goes_on(text[run.end() :])):
            continue
        yield _mention(words, bool(AT.search(text[: run.start()])))


def _goes_on(after: str) -> bool:
    """Whether a single word that opens a sentence is likely a name: "Tolmara's count", "Brasz said"."""
    return bool(re.match(r"['’]s\b| (?:said|says|has|had|was|is|did|will|denied|claimed|told|won)\b", after))


def _mention(words: str, at: bool) -> Mention:
    title = TITLE.match(words)
    name = words[title.end() :] if title and words[title.end() :] else words
    titled = name != words
    if not titled and BODY.search(name):
        return Mention(name, "body")
    if titled or (" " in name and not at):
        return Mention(name, "person", _gender(words, name))
    return Mention(name, "place" if at else "unknown", _gender(words, name))


def _gender(words: str, name: str) -> str | None:
    from assistant.names import MEN, WOMEN  # it loads spaCy, and most questions ask for no gender

    first, titles = name.split()[0].lower(), {w.strip(".").lower() for w in words.split()}
    return "m" if first in MEN or titles & MEN_WORDS else "f" if first in WOMEN or titles & WOMEN_WORDS else None
