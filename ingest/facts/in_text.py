"""The outlet and the day that a text gives itself, in its first lines, its dateline or its last line. They count only if nothing else gives them."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.ingest.facts.source_lines import SourceLine, dateline, one, source_line
from onrecord.ingest.facts.text_days import day_written

FIRST_LINES = 3  # lines in which the name and the day of the paper stand, and the byline
DATELINE_LINES = 5  # lines of which one begins with the dateline; before it there may be captions and a correction


@dataclass(frozen=True)
class FactsInText:
    """`day` is an ISO day."""

    outlet: str | None
    day: str | None


def facts_in_text(text: str, language: str | None, changed: str | None = None, credits: Sequence[str] = ()) -> FactsInText:
    """The outlet and the day of a text. Where lines of it disagree, there is none.

    Args:
        changed: the ISO day on which the source says that it was changed.
        credits: lines that the cleaning took from the end of the text, such as "— Reuters".
    """
    lines = text.split("\n")
    first = [found for line in lines[:FIRST_LINES] if (found := source_line(line, language))]
    datelines = [found for line in lines if (found := dateline(line, language))] if any(dateline(line, language) for line in lines[:DATELINE_LINES]) else []
    last = [found for line in (lines[-1], *credits) if len(lines) > 1 and (found := credit_line(line, language))]
    entries = [found for line in lines[FIRST_LINES:] if (found := source_line(line, language)) and found.date and not found.outlet]
    places = (first, datelines, last)
    outlet = next((one(names) for found in places if (names := {f.outlet for f in found if f.outlet})), None)
    days = (days_of(first, language, changed) | days_of(entries, language, changed) if first else set(), days_of(datelines, language, changed))
    return FactsInText(outlet, next((one(found) for found in days if found), None))


def days_of(found: Sequence[SourceLine], language: str | None, changed: str | None) -> set[str]:
    return {day for f in found if f.date and (day := day_written(f.date, language, changed))}


def credit_line(line: str, language: str | None) -> SourceLine | None:
    """The outlet that signs a text in a line of its own: "— Corvane Wire", "(Corvane Wire)"."""
    signed = line.strip()
    if not (signed[:1] in ("—", "–", "-") or (signed[:1] == "(" and signed[-1:] == ")")):
        return None
    found = source_line(f"by {signed.strip(' —–-().')}", language)
    return SourceLine(found.outlet, None) if found else None
