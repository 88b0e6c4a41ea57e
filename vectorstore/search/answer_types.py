"""Answer types: the kind of thing that a question asks for, and the things of that kind in a text."""

import re
from collections.abc import Callable, Set
from functools import lru_cache, partial

from onrecord.vectorstore.calendar import MONTHS, WEEKDAYS
from onrecord.vectorstore.search.countries import COUNTRY, US_STATE
from onrecord.vectorstore.words import FUNCTION_WORDS, WORD, stems

# The first pattern that matches decides the kind. Up to three words may come between "which" and the noun: "which beloved pop singer".
WHICH = r"\b(?:what|which)(?:'s)?(?! (?:did|do|does|has|have|had)\b)(?: [\w'’-]+){0,3} "
KIND_PATTERNS: tuple[tuple[str, str], ...] = (
    ("share", rf"\bpercent|{WHICH}(?:share|proportion|rate)\b"),
    ("money", rf"\bhow much\b.*\b(?:cost|pay|paid|worth|price|fee|bonus|fine|money|charge|spend|spent|totall?ing|raise)\b|{WHICH}(?:price|fee|salary|cost|sum|budget)\b"),
    (
        "date",
        r"^(?:(?!\b(?:what|which|who|where|why|how)\b).)*\bwhen\b(?=[^?]*\?\W*(?:\([^)]*\)\W*)?$)|\b(?:what|which) (?:years?|dates?|days?|months?)\b|^dates? of\b"
        r"|\bexact (?:date|day)\b|\bdeadline\b|\bsince when\b",
    ),
    ("number", r"\bhow (?:many|much|old|long|far|tall|big|large|high|fast|strong)\b|\b(?:what|which) (?:number|magnitude|age|score|amount|figure|toll)\b|\btoll\b"),
    ("country", rf"{WHICH}(?:country|countries|nations?)\b"),
    ("state", rf"{WHICH}(?:states?|state['’]s)\b"),
    ("place", rf"\bwhere\b|{WHICH}(?:city|cities|town|place|village|port|location|island|region|area|airport|river|mountain|park|continent|ocean|territory|destination|site|university)\b|\blocation of\b"),
    (
        "person",
        rf"\bwho(?:m|se)?\b|{WHICH}(?:singer|actor|actress|comedian|president|star|player|golfer|driver|astronaut|author|writer|director|rapper|artist|musician"
        r"|politician|senator|governor|mayor|minister|ceo|billionaire|host|coach|figure|celebrity|model|justice|judge|official|lawyer|leader|candidate|ally"
        r"|cardinal|king|queen|prince|princess|quarterback|general|spokes\w+)\b",
    ),
    ("title", rf"{WHICH}(?:movie|film|show|series|song|album|book|word|animation|novel|term|nickname|play|franchise)\b|\b(?:said|called)\b[^?]*\bwhat\?"),
    ("name", r"\b(?:what|which)\b(?! (?:did|do|does|has|have|had|happened)\b)"),
)

FIGURES = ("number", "money", "share")  # kinds whose answers are figures
FIGURES_AND_DATES = (*FIGURES, "date")
# These words ask for a figure, even if the question has another kind above: "in which country did the toll rise" has the kind country.
MENTIONS_FIGURE = re.compile(r"\bhow (?:many|much|large|big|long|far|old|high|fast)\b|\bwhat (?:number|percentage|share|proportion|figure|sum|price|toll|amount)\b|\btoll\b|\bpercent", re.IGNORECASE)

A_NUMBER = r"\d[\d,.]*(?<![.,])"
SHARE = re.compile(rf"({A_NUMBER})\s?(?:%|percent|per cent)", re.IGNORECASE)
MONEY = re.compile(rf"[$€£]\s?{A_NUMBER}(?:[ -](?:million|billion|trillion))?|{A_NUMBER}[\w -]{{0,12}} (?:dollars|euros|pounds|marks|crowns)|{A_NUMBER} (?:million|billion|trillion)\b")
NUMBER = re.compile(
    rf"\b{A_NUMBER}(?: (?:million|billion|trillion))?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half)\b",
    re.IGNORECASE,
)
CAPITAL_MONTHS = "|".join([*(name.title() for name in MONTHS), r"Jan\.", r"Feb\.", r"Aug\.", r"Sept?\.", r"Oct\.", r"Nov\.", r"Dec\."])
CAPITAL_WEEKDAYS = "|".join(name.title() for name in WEEKDAYS)
DATE = re.compile(rf"\b(?:{CAPITAL_MONTHS})(?: \d\d?)?|\b\d\d? (?:{CAPITAL_MONTHS})|\b(?:19|20)\d\d\b|\b(?:{CAPITAL_WEEKDAYS})\b")
NAME = re.compile(r"\b[A-Z\u00c0-\u00de][\w’'.&-]*\w(?:(?: of| of the| and| the)? [A-Z0-9\u00c0-\u00de][\w’'&-]*)*")
PERSON = re.compile(r"\b[A-Z\u00c0-\u00de][\w’'-]+(?: [A-Z]\.)?(?: (?:de |bin |al |van |von )?[A-Z\u00c0-\u00de][\w’'-]+)+")
QUOTED = re.compile(r"[“\"‘]([^“”\"]{2,60})[”\"’]")
NEVER_AN_ANSWER = re.compile(rf"(?:{CAPITAL_MONTHS}|{CAPITAL_WEEKDAYS}|CNN|AP|Reuters|USA TODAY|Getty Images|Associated Press)\b")


def asked_kind(question: str) -> str | None:
    """The kind of a question. None if no name or number answers it: "why …", "did …", "what did he say"."""
    return next((kind for kind, pattern in KIND_PATTERNS if re.search(pattern, question, re.IGNORECASE)), None)


def mentions_figure(question: str) -> bool:
    """Whether a question asks for a figure, perhaps among other things. Sources may give different figures for it."""
    return bool(MENTIONS_FIGURE.search(question))


def answer_candidates(kind: str | None, text: str, asked: Set[str]) -> set[str]:
    """The normalized things of a kind in a text. Names that share a word with the question (`asked`, stems) are left out."""
    return FINDERS[kind](text, asked) if kind in FINDERS else set()


def find_values(pattern: re.Pattern[str], text: str, asked: Set[str]) -> set[str]:
    return {found.group(found.lastindex or 0).lower() for found in pattern.finditer(text)}


def find_names(patterns: tuple[re.Pattern[str], ...], text: str, asked: Set[str]) -> set[str]:
    names = {m.group(m.lastindex or 0) for p in patterns for m in p.finditer(text)}
    found = (normalize_name(name) for name in names)
    return {" ".join(words) for words in found if words and asked.isdisjoint(words)}


@lru_cache(maxsize=50_000)
def normalize_name(name: str) -> tuple[str, ...]:
    """The stems of a name's words. Empty if the name cannot be an answer."""
    has_content = any(w.lower() not in FUNCTION_WORDS for w in WORD.findall(name))
    return tuple(stems(name)) if has_content and not NEVER_AN_ANSWER.match(name) else ()


FINDERS: dict[str | None, Callable[[str, Set[str]], set[str]]] = {
    "share": partial(find_values, SHARE),
    "money": partial(find_values, MONEY),
    "number": partial(find_values, NUMBER),
    "date": partial(find_values, DATE),
    "country": partial(find_names, (COUNTRY,)),
    "state": partial(find_names, (US_STATE,)),
    "place": partial(find_names, (NAME,)),
    "person": partial(find_names, (PERSON,)),
    "title": partial(find_names, (NAME, QUOTED)),
    "name": partial(find_names, (NAME,)),
}
