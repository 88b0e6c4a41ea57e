"""Reads the authors of an article from a byline or a list. Jobs, outlets and places beside a name are no authors."""

import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.facts.lines import MAX_FACT, name_of

JOB = re.compile(
    r"\b(?:reporter|editor|columnist|correspondent|journalist|writer|critic|photographer|videographer|producer|contributor|presenter|anchor|analyst|commentator|chief|bureau|freelancer?|staff|intern|fellow"
    r"|redakteur\w*|korrespondent\w*|journalistin|reporterin|journaliste|rédact\w+|correspondante?|corresponsal|redactora?|periodista|giornalista|inviat[oa]|corrispondente|redattore|verslaggever|redacteur"
    r"|journalist\w*|redaktør|korrespondent\w*|toimittaja|dziennikarz|redaktor\w*|корреспондент|журналист|редактор)\b",
    re.IGNORECASE,
)
LEAD_IN = re.compile(r"^(?:(?:written |reported |story |text |words )?by:? +|von:? +(?-i:(?=[A-ZÄÖÜ]\S* [A-ZÄÖÜ]))|par:? +(?-i:(?=[A-ZÉ]\S* [A-ZÉ]))|por:? +(?-i:(?=[A-ZÁÉ]\S* ))|autor(?:in|a)?: +|author: +|text: +)", re.IGNORECASE)
PLACE = re.compile(r" +(?:in|at|for|en|à|für|para|per) +[A-Z].*| *[|/–—•·].*| *<[^>]*>| *\([^)]*\)")
NO_AUTHOR = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|admin\w*|administrator|webmaster|wordpress|editor|staff|user ?\d*|guest|unknown|anonymous|n/?a|none|null|undefined|-+|@?\W*", re.IGNORECASE)
PARTS = re.compile(r"\s*(?:;|\n|\s&\s|\s(?:and|und|et|y|og|och)\s)\s*")
WORDS = re.compile(r"[^\W\d_][\w.’'-]*")


def author_names(value: Any) -> tuple[str, ...]:
    """The names in a list, or in a text such as `By Ada Brandt, Harbour Correspondent, and Per Olsen`."""
    parts = value if isinstance(value, list | tuple) else [value]
    found = (name for part in parts for name in names_in(part))
    return tuple(dict.fromkeys(found))


def names_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict) and isinstance(part.get("name"), list):
        part = part["name"]
    if isinstance(part, list | tuple):
        yield from (name for inner in part for name in names_in(inner))
        return
    text = LEAD_IN.sub("", name_of(part) or "", count=1)
    for group in PARTS.split(text):
        yield from (name for piece in pieces_of(group.strip(" ,")) if (name := bare_name(piece)) and len(name) <= MAX_FACT)


def pieces_of(group: str) -> list[str]:
    """The parts between commas. `Brandt, Ada` is one name with the family name first."""
    pieces = [piece.strip() for piece in group.split(",") if piece.strip()]
    if len(pieces) == 2 and is_family_name_first(*pieces):
        return [f"{pieces[1]} {pieces[0]}"]
    return pieces


def is_family_name_first(family: str, given: str) -> bool:
    """Whether two parts are one name: the first is a family name, with particles perhaps, and the second has one or two given names."""
    if JOB.search(given) or JOB.search(family):
        return False
    particles = [w for w in family.split() if w[:1].islower()]
    return len(family.split()) - len(particles) == 1 and 1 <= len(WORDS.findall(given)) <= 2 and len(given.split()) <= 2


def bare_name(piece: str) -> str:
    """The name without the place, the outlet and the job beside it. Empty if the piece is no name."""
    name = PLACE.sub("", piece).strip(" ,.:") if not piece.isupper() or " " in piece else piece
    return "" if NO_AUTHOR.fullmatch(piece) or NO_AUTHOR.fullmatch(name) or is_job(name) else name


def is_job(name: str) -> bool:
    return JOB.search(name) is not None
