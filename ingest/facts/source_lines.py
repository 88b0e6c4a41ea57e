"""Lines that say where a text comes from: datelines, bylines, the name and the day of the paper.

    LOMNICË, March 1 (Corvane Wire) — The number of people …
    By Ilka Renn, Aldery Post, 14 April 2026
    Tarnsund Courier, Wednesday, May 20, 2026
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.ingest.fact_names import UPDATE_WORDS
from onrecord.ingest.facts.authors import is_job
from onrecord.ingest.facts.outlets import agency_in_brackets, is_proper, outlet_name
from onrecord.ingest.facts.text_days import is_date

# After a bracket or a space, one hyphen is a dash, and after a bracket or a digit, so is a colon: "New Aldery, March 4 (CWI): …".
DASH = re.compile(r"\s?(?:[—–―−]+|(?<=[)\]/\s])-{1,3}|(?<=\w)--|(?<=\s)_|(?<=[)\d]):)(?:\s|(?<=—)(?=\S))")
IN_BRACKETS = re.compile(r"\(([^()\n]{2,50})\)|\[([^\[\]\n]{2,50})\]|(?<=\s)/([\w. ]{2,30})/")
PLACE = re.compile(r"[^\W\d_a-zß-ÿ][\w.’'-]*(?:(?: |/)(?:[a-zà-ÿ’']{1,5} )?[^\W\d_a-zß-ÿ][\w.’'-]*){0,4}")  # also the name of a person
PARTS = re.compile(r"\s*(?:[,|•·;()\[\]]|\s[—–―/-]+\s|(?<=\d{4})\.(?=\s)|(?<=[^\W\d]{5})\.(?=\s+[^\W\d_a-z]))\s*")
IN_HEAD = re.compile(r"(?<=[^\W\d]{4})\. |,|\s[—–―-]+\s")
LABEL = re.compile(r"(?:published|posted|issued|date|for immediate release|source|quelle|fuente|fonte|veröffentlicht|erschienen|publié|publicado|pubblicato)\b(?: (?:on|am|le|el|il|in|by))?:? *", re.IGNORECASE)
BYLINE = re.compile(r"(?:(?:written |reported |story |words )?by|von|par|por|di|door|av|af)\b:? +(?=\S)", re.IGNORECASE)
FOR = re.compile(r"(?P<who>\S+(?: \S+){1,4}?) (?:for|of|via) (?P<outlet>\S.*)", re.IGNORECASE)  # "Ilka Renn for the Corvane Wire"
LABELLED = re.compile(r"[^\W\d_]+(?: \w+)?: \S+(?: \S+){0,4}")  # "Interview: Piet Szalai"
MAX_HEAD = 120  # characters before the dash of a dateline
MAX_LINE = 160  # characters of any other line that tells the source
MAX_PLACES = 3
MAX_JOB_WORDS = 5
MAX_NAMES = 2  # people and places in a line without a byline


@dataclass(frozen=True)
class SourceLine:
    """The name of an outlet and a date, both as written, if the line has them. `names` are those of people and places."""

    outlet: str | None
    date: str | None
    names: tuple[str, ...] = ()


def dateline(line: str, language: str | None) -> SourceLine | None:
    """The dateline at the beginning of a line, or a line that is nothing but one."""
    heads = [line[: dash.start()] for dash in DASH.finditer(line[: MAX_HEAD + 3])]
    found = [f for head in heads if (f := read_head(head.strip(), language))]
    if found or len(line) > MAX_HEAD:
        return found[-1] if found else None  # "(ANSA) - ROMA, 4 MAR - " has two dashes
    alone = read_head(line, language)
    return alone if alone and alone.date else None  # without a day, it may be a caption


def read_head(head: str, language: str | None) -> SourceLine | None:
    """The agency and the date of a dateline. None if the text before its dash is anything but places, a date and brackets."""
    words = [w for part in IN_HEAD.split(IN_BRACKETS.sub(",", head)) if (w := part.strip(" .—–-"))]
    dates = [w for w in words if is_date(w, language)]
    places = [w for w in words if w not in dates]
    brackets = list(IN_BRACKETS.finditer(head))
    if len(places) > MAX_PLACES or not all(PLACE.fullmatch(p) for p in places) or not (brackets or (places and dates)):
        return None
    dates += [b for m in brackets if is_date(b := m[m.lastindex or 0], language)]
    agencies = {a for m in brackets if (a := agency_of(head, m, places[:1], language))}
    return SourceLine(one(agencies), ", ".join(dates) or None) if dates or agencies else None


def agency_of(head: str, brackets: re.Match[str], place: Sequence[str], language: str | None) -> str | None:
    """The agency in brackets. Behind a name in small letters it may be a party or a region, and behind an abbreviation its long form."""
    text = brackets[brackets.lastindex or 0]
    after_day = is_date(head[: brackets.start()].rpartition(",")[2].strip(" ."), language)
    if "".join(word[0] for word in text.split()).upper() in place:
        return None
    return agency_in_brackets(text, after_day) if after_day or all(p.isupper() for p in place) else outlet_name(text)


def source_line(line: str, language: str | None) -> SourceLine | None:
    """A byline, or a line with the name or the day of the paper. None for any other line."""
    parts = [p for p in PARTS.split(LABEL.sub("", line.strip(" *_—–-"))) if p] if len(line) <= MAX_LINE else []
    dates = [p for p in parts if is_date(p, language)]
    outlets = {name for p in parts if p not in dates and (name := outlet_in(p))}
    names = names_among([p for p in parts if p not in dates])
    is_signed = is_byline(parts)
    if not (is_signed or dates) or len(names) > MAX_NAMES + is_signed or not all(PLACE.fullmatch(p) for p in names):
        return None
    return SourceLine(one(outlets), ", ".join(dates) or None, tuple(names)) if outlets or dates else None


def names_among(parts: Sequence[str]) -> list[str]:
    """The parts of a line that must be names of people or places, because they are nothing else that stands in such a line."""
    bare = (BYLINE.sub("", p, count=1) for p in parts if not (outlet_in(p) or is_short_job(p) or LABELLED.fullmatch(p) or UPDATE_WORDS.match(p)))
    return [p for p in bare if p]


def is_byline(parts: Sequence[str]) -> bool:
    """Whether a part names who wrote the text: `By Ilka Renn`, `Ilka Renn for the Corvane Wire`, `Ilka Renn, Political Correspondent`."""
    return any(BYLINE.match(p) or (FOR.fullmatch(p) and outlet_in(p)) for p in parts) or (len(parts) > 2 and PLACE.fullmatch(parts[0]) is not None and is_short_job(parts[1]))


def is_short_job(part: str) -> bool:
    return len(part.split()) <= MAX_JOB_WORDS and is_job(part)


def is_source_line(line: str) -> bool:
    """Whether a line is surely no headline: it has an outlet and a day or a reporter, or a day and nothing else but a place in capitals."""
    found = source_line(line, None)
    if found is None or not (found.outlet or (found.date and any(map(str.isdigit, found.date)))):
        return False
    return bool(found.outlet) or all(name.isupper() for name in found.names)


def outlet_in(part: str) -> str | None:
    """The outlet in a part of a line, perhaps behind its reporter: `By Ilka Renn for the Corvane Wire`. Behind `by … for`, any name is one."""
    name = BYLINE.sub("", part, count=1)
    if (found := FOR.fullmatch(name)) and PLACE.fullmatch(found["who"]):
        outlet = re.sub("^the ", "", found["outlet"], flags=re.IGNORECASE)
        return outlet_name(outlet) or (outlet if name != part and is_proper(outlet) else None)
    return outlet_name(name)


def one(found: set[str]) -> str | None:
    """The only value; None if there are several, because then none of them is certain."""
    return next(iter(found)) if len(found) == 1 else None
