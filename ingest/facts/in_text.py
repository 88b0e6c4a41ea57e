"""The outlet and the day that a text gives itself, in its first lines, its dateline or its last line. They count only if nothing else gives them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.ingest.facts.source_lines import SourceLine, dateline, one, source_line
from onrecord.ingest.facts.text_days import Context, day_written, latest_year_in

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
    known = Context(language, changed, latest_year_in(text))
    first = [found for line in lines[:FIRST_LINES] if (found := source_line(line, language))]
    dated = [found for line in lines[FIRST_LINES:] if (found := source_line(line, language)) and not found.outlet] if first else []
    has_dateline = any(dateline(line, language) for line in lines[:DATELINE_LINES])
    datelines = [found for line in lines if (found := dateline(line, language))] if has_dateline else []
    last = [found for line in (*lines[1:][-1:], *credits) if (found := credit_line(line, language))]
    outlet = first_certain({f.outlet for f in found if f.outlet} for found in (first, datelines, last))
    day = first_certain({d for f in found if f.date and (d := day_written(f.date, known))} for found in (first + dated, datelines))  # several days: a chronicle
    return FactsInText(outlet, day)


def first_certain(places: Iterable[set[str]]) -> str | None:
    """The value in the first place that has any; None if it has several."""
    return one(next(filter(None, places), set()))


def credit_line(line: str, language: str | None) -> SourceLine | None:
    """The outlet that signs a text in a line of its own: "— Corvane Wire", "(Corvane Wire)"."""
    signed = line.strip()
    if not (signed[:1] in ("—", "–", "-") or (signed[:1] == "(" and signed[-1:] == ")")):
        return None
    found = source_line(f"by {signed.strip(' —–-().')}", language)
    return SourceLine(found.outlet, None) if found else None
