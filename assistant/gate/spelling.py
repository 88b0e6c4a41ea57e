"""Spells the figures and days of a claim as its source does. The reader reads words, so it may not see that "Twenty-three" is "23"."""

import re

from onrecord.assistant.language import DAY_OF_MONTH, find_figures, locate_figures, read_dates

SAME_BOUNDS = (
    {"at most", "no more than"},
    {"at least", "no fewer than", "no less than"},
    {"more than", "over", "above"},
    {"less than", "under", "below"},
    {"almost", "nearly"},
    {"about", "around"},
)
BOUND = re.compile(rf"\b(?:{'|'.join(word for words in SAME_BOUNDS for word in sorted(words))})(?= \d)", re.IGNORECASE)


def spell_as_source(claim: str, source: str) -> str:
    """The claim with the source's spelling of the same figures, days of the month and bounds. Its meaning does not change."""
    return spell_bounds(spell_figures(spell_days(claim, source), source), source)


def spell_figures(claim: str, source: str) -> str:
    spelt = {f.value: f.text for f in find_figures(DAY_OF_MONTH.sub(" ", source))}
    written = {f.text.lower() for f in find_figures(source)}
    days = [m.span() for m in DAY_OF_MONTH.finditer(claim)]
    for f, end in reversed(list(locate_figures(claim))):
        in_day = any(start < end <= stop for start, stop in days)
        if not in_day and f.text.lower() not in written and f.value in spelt:
            claim = claim[: end - len(f.text)] + spelt[f.value] + claim[end:]
    return claim


def spell_days(claim: str, source: str) -> str:
    """ "23 March" becomes "March 23" where the source writes so."""
    spelt = {next(iter(read_dates(m[0]).days_of_month)): m[0] for m in DAY_OF_MONTH.finditer(source) if not m["year"]}
    return DAY_OF_MONTH.sub(lambda m: m[0] if m["year"] else spelt.get(next(iter(read_dates(m[0]).days_of_month)), m[0]), claim)


def spell_bounds(claim: str, source: str) -> str:
    written = {m[0].lower() for m in BOUND.finditer(source)}

    def spell(m: re.Match[str]) -> str:
        same = next(words for words in SAME_BOUNDS if m[0].lower() in words)
        return m[0] if m[0].lower() in written else min(same & written, default=m[0])

    return BOUND.sub(spell, claim)
