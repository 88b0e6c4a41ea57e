"""Values that a claim works out of its source: "almost four hours" for 18:05 to 21:55, "half of them" for 24 of 48, "120 in all" for 60 each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.assistant.gate.support import windows
from onrecord.assistant.gate.tuning import GATE_TUNING as TUNING
from onrecord.assistant.language import Amount, Figure, find_amounts, find_figures, locate_figures

CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b|\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)\b", re.IGNORECASE)
EACH = re.compile(r"(?: [\w-]+){0,3} (?:each|apiece)\b", re.IGNORECASE)
IN_ALL = re.compile(r"\b(?:in all|(?:in )?total(?:l?ed|s)?|altogether|together|combined|between them|both|sum)\b", re.IGNORECASE)
APART = re.compile(r"\b(?:margin|majority|more|fewer|less|above|below|ahead|behind|lead|rest|others?|remaining|left|missing|not|difference|up|down|short|higher|lower|later|earlier)\b", re.IGNORECASE)
OF_WHOLE = re.compile(r" of (?:the|its|his|her|their|all|those|these)\b", re.IGNORECASE)
DAY_SECONDS, HALF_DAY = 86_400, 12  # seconds; hours


@dataclass(frozen=True)
class WorkedOut:
    """A piece of a claim, `start` to `end`, whose value follows from the source. `words` are the source's for the same; "" if it has none that fit into the claim."""

    start: int
    end: int
    words: str = ""


def find_worked_out(claim: str, source: str) -> list[WorkedOut]:
    """The values of a claim that are not written in the source and follow from it."""
    amounts = find_amounts(claim)
    found = [*same_amounts(claim, amounts, source), *parts_of_counts(claim, amounts, source), *sums(claim, source)]
    kept: list[WorkedOut] = []
    for w in sorted(found, key=lambda w: (w.start, not w.words, -w.end)):
        if not kept or w.start >= kept[-1].end:
            kept.append(w)
    return kept


def spell_worked_out(claim: str, source: str) -> str:
    """The claim with the source's words for the values that it works out. Its meaning does not change, but for a bound that the source's value makes exact."""
    for w in reversed(find_worked_out(claim, source)):
        if w.words:
            claim = f"{claim[: w.start]}{w.words}{claim[w.end :]}"
    return claim


def same_amounts(claim: str, amounts: Sequence[Amount], source: str) -> Iterator[WorkedOut]:
    """The amounts of a claim that the source has in other units: "a fifth" for "20 percent"."""
    written = source.lower()
    spelt = [(a, claim[a.start : a.end]) for a in amounts]
    foreign = [(a, words) for a, words in spelt if not re.search(rf"\b{re.escape(words.lower())}\b", written)]
    if not foreign:
        return  # without reading the source, which may be long
    given = [(a, source[a.start : a.end]) for a in find_amounts(source)]
    given += [(Amount("time", seconds, "exact", 0, 0), words) for seconds, words in clock_spans(source)]
    for a, words in foreign:
        same = next((text for g, text in given if g.kind == a.kind and text.lower() != words.lower() and fits(a, g)), None)
        if same:
            yield WorkedOut(a.start, a.end, same)


def fits(claimed: Amount, given: Amount) -> bool:
    """Whether a claimed amount says what the source's does: "almost four" for 3.9, "a month and a half" for six weeks."""
    ratio = given.value / claimed.value if claimed.value else 0.0
    slack = TUNING.rough_amount if claimed.rough != given.rough else TUNING.same_amount
    return within(ratio, claimed.bound, slack)


def within(ratio: float, bound: str, slack: float) -> bool:
    """Whether the true value, divided by the claimed one, is as the claim's bound says."""
    match bound:
        case "nearly" | "less":
            return 1 - TUNING.far_amount < ratio < 1
        case "more":
            return 1 < ratio < 1 + TUNING.far_amount
        case "near":
            return abs(ratio - 1) <= TUNING.near_amount
        case _:
            return abs(ratio - 1) <= slack


def clock_spans(source: str) -> Iterator[tuple[float, str]]:
    """The seconds between the two times of day of a sentence that names just two, and their words."""
    for sentence in windows(source):
        times = list(CLOCK.finditer(sentence))
        if len(times) == 2:
            first, last = (seconds_of(m) for m in times)
            yield float((last - first) % DAY_SECONDS), f"{times[0][0]} to {times[1][0]}"


def seconds_of(m: re.Match[str]) -> int:
    if m["hour24"]:
        return 3_600 * int(m["hour24"]) + 60 * int(m["minute24"])
    hour = int(m["hour"]) % HALF_DAY + (HALF_DAY if m["half"].lower() == "p" else 0)
    return 3_600 * hour + 60 * int(m["minute"] or 0)


def parts_of_counts(claim: str, amounts: Sequence[Amount], source: str) -> Iterator[WorkedOut]:
    """ "Half of the patients" for 24 of 48, where a sentence or two have both counts."""
    shares = [a for a in amounts if a.kind == "share" and OF_WHOLE.match(claim, a.end)]
    counts = [[f for f in near if f.value >= 1] for near in neighbouring(source)] if shares else []
    for a in shares:
        parts = (p.text for near in counts for p in near for whole in near if p.value < whole.value and within(p.value / whole.value / a.value, a.bound, TUNING.same_amount))
        if part := next(parts, None):
            yield WorkedOut(a.start, a.end, part)


def sums(claim: str, source: str) -> Iterator[WorkedOut]:
    """Sums and differences of two figures of one or two sentences, where the claim has a word that says so: "in all", "more", "the rest"."""
    in_all, apart = bool(IN_ALL.search(claim)), bool(APART.search(claim))
    if not (in_all or apart) or not find_figures(claim):
        return
    near = list(neighbouring(source))
    written = {f.value for figures in near for f in figures}
    values = {p.value + q.value for figures in near for p, q in pairs(figures)} | {2 * v for v in counts_each(source)} if in_all else set()
    values |= {abs(p.value - q.value) for figures in near for p, q in pairs(figures)} if apart else set()
    for f, end in locate_figures(claim):
        if f.value not in written and any(within(v / f.value, f.bound, 1e-9) for v in values if f.value):
            yield WorkedOut(end - len(f.text), end)


def neighbouring(source: str) -> Iterator[list[Figure]]:
    """The figures of each two sentences that follow each other, years left out."""
    sentences = windows(source)
    for one, other in pairwise(sentences) if len(sentences) > 1 else [(source, "")]:
        yield [f for text in (one, other) for f in find_figures(text) if not (f.text.isdigit() and len(f.text) == 4)]


def pairs(figures: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    yield from ((p, q) for n, p in enumerate(figures) for q in figures[n + 1 :])


def counts_each(source: str) -> Iterator[float]:
    """60 in "60 prisoners each"."""
    yield from (f.value for f, end in locate_figures(source) if EACH.match(source, end))
