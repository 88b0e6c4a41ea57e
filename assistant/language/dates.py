"""Reads the dates of a text in a form that can be compared. If the day of publication is known, weekdays and "yesterday" become days too."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.assistant.language.calendar import MONTH_NUMBERS, MONTHS, WEEKDAYS

MONTH_PATTERN = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
DAY_OF_MONTH = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month1>{MONTH_PATTERN})\b\.?|(?P<month2>{MONTH_PATTERN})\b\.? (?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:))(?:,? (?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
# "may" and "march" are other words too. Alone, they are months only with a capital letter and after "in", "since" or a similar word.
MONTH = re.compile(
    rf"\b(?:(?P<sure>{'|'.join(n for n in sorted(MONTH_NUMBERS, key=len, reverse=True) if n not in ('may', 'march', 'mar'))})\b"
    r"|(?:in|since|until|last|by|of|early|late|mid-?) (?P<word>March|May)\b)",
    re.IGNORECASE,
)
CAPITAL_MONTH = re.compile(rf"^(?:{'|'.join(n.title() for n in MONTH_NUMBERS)})$")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
RELATIVE_WORD = re.compile(rf"\b({'|'.join(RELATIVE)})\b", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")

SHORT_YEAR = re.compile(r"(?<!\w)['’](\d\d)(?![\ds'’])")  # "the flood of ’58"
LAST_SHORT_YEAR = 30  # "’30" is 2030, "’31" is 1931


@dataclass(frozen=True)
class Dates:
    """The dates that a text names. `meant` has the days that they denote, if these are known."""

    days_of_month: frozenset[tuple[int, int]]
    months: frozenset[int]
    weekdays: frozenset[int]
    relative: frozenset[str]
    years: frozenset[int]
    meant: frozenset[date]

    def lacking(self, source: "Dates") -> list[str]:
        """The dates of this text, in words, that `source` neither names nor denotes."""
        named = source.days_of_month | {(d.month, d.day) for d in source.meant}
        months = source.months | {m for m, _ in source.days_of_month} | {d.month for d in source.meant}
        weekdays = source.weekdays | {d.weekday() for d in source.meant}
        years = source.years | {d.year for d in source.meant}
        found = [f"{day} {MONTHS[month - 1].title()}" for month, day in sorted(self.days_of_month - named)]
        found += [MONTHS[m - 1].title() for m in sorted(self.months - months)]
        found += [WEEKDAYS[w].title() for w in sorted(self.weekdays - weekdays)]
        found += [word for word in sorted(self.relative) if word not in source.relative]
        return found + [str(y) for y in sorted(self.years - years)]


def read_dates(text: str, published: date | None = None) -> Dates:
    """The dates of a text.

    Args:
        published: the day of the article. Without it, weekdays and words such as "yesterday" denote no day.
    """
    spelt = [(_month_of(m), int(m["before"] or m["after"]), int(m["year"]) if m["year"] else None) for m in DAY_OF_MONTH.finditer(text)]
    weekdays = frozenset(WEEKDAYS.index(m[1].lower()) for m in WEEKDAY.finditer(text))
    relative = frozenset(m[1].lower() for m in RELATIVE_WORD.finditer(text))
    rest = DAY_OF_MONTH.sub(" ", text)
    meant = {d for month, day, year in spelt if (d := _make_day(year or (published.year if published else None), month, day))}
    if published:
        meant |= {published + timedelta(RELATIVE[w]) for w in relative} | {_last_weekday(w, published) for w in weekdays}
    return Dates(
        frozenset((m, d) for m, d, _ in spelt),
        frozenset(MONTH_NUMBERS[name.lower()] for m in MONTH.finditer(rest) if CAPITAL_MONTH.match(name := m["sure"] or m["word"])),
        weekdays,
        relative,
        frozenset(int(m[0]) for m in YEAR.finditer(text)) | frozenset(map(_full_year, SHORT_YEAR.findall(text))),
        frozenset(meant),
    )


RELATIVE_DAY = re.compile(
    rf"\b(?P<word>yesterday|tomorrow|tonight|today)\b"
    rf"|\b(?P<weekday>{'|'.join(w.title() for w in WEEKDAYS)})\b"
    rf"|\blast (?P<last>{'|'.join(m.title() for m in MONTHS)})\b"
    rf"|\b(?P<month>{'|'.join(m.title() for m in MONTHS)}),? (?:of )?last year\b"
    r"|\b(?P<year>last year)\b",
    re.IGNORECASE,
)
DATED = re.compile(rf"^,? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?\b|(?:{MONTH_PATTERN})\b)|^ \[", re.IGNORECASE)  # the date itself follows
OTHER_WEEK = re.compile(r"\b(?:next|last|every|each|coming|following|previous|a|of) $", re.IGNORECASE)
TO_COME = re.compile(r"\b(?:will|would|to|shall|may|until|by|from|before|after|starting|since|scheduled|expected|planned|due|plans?)\b[^.;:]*$", re.IGNORECASE)
OPEN_QUOTATION = re.compile(r"“[^”]*$")


def find_relative_days(text: str, published: date) -> list[tuple[int, str]]:
    """Words such as "Monday", "yesterday" and "last October": where each ends, and the day, month or year that it denotes.

    Left out are words in a quotation, because the speaker may have said it on another day, and weekdays that may be still to come.
    """
    found = []
    for m in RELATIVE_DAY.finditer(text):
        before, after = text[: m.start()], text[m.end() :]
        if OPEN_QUOTATION.search(before) or before.count('"') % 2 or DATED.search(after):
            continue
        if m["weekday"]:
            if OTHER_WEEK.search(before) or TO_COME.search(before) or DAY_OF_MONTH.search(before[-16:]):
                continue
            meant = _spell(_last_weekday(WEEKDAYS.index(m["weekday"].lower()), published))
        elif m["word"]:
            meant = _spell(published + timedelta(RELATIVE[m["word"].lower()]))
        elif m["last"]:
            month = MONTHS.index(m["last"].lower()) + 1
            meant = f"{m['last'].title()} {published.year - (month >= published.month)}"
        else:
            meant = f"{m['month'].title()} {published.year - 1}" if m["month"] else str(published.year - 1)
        found.append((m.end(), meant))
    return found


def _month_of(m: re.Match[str]) -> int:
    return MONTH_NUMBERS[(m["month1"] or m["month2"]).lower()]


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if int(digits) <= LAST_SHORT_YEAR else 1900)


def _make_day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _last_weekday(weekday: int, published: date) -> date:
    """The day of a weekday. In news, a weekday is the day of publication or the last such day before it."""
    return published - timedelta((published.weekday() - weekday) % 7)


def day_and_month(day: str, year: str) -> str:
    """ "10 April", or with its year if that is not `year` (four digits): "10 April 2025". `day` is an ISO day or time."""
    return long_day(day).removesuffix(f" {year}")


def long_day(iso: str) -> str:
    return _spell(date.fromisoformat(iso[:10]))


def _spell(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
