"""Rules about figures: each is in the cited text, keeps its bound, and belongs to the same thing."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from spacy.tokens import Token

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.worked_out import find_worked_out
from onrecord.assistant.language import DAY_OF_MONTH, WEEKDAYS, Figure, find_figures, find_fractions, locate_figures, read_dates
from onrecord.vectorstore.words import FUNCTION_WORDS, stem

# Bounds of one figure in the source and in the claim that cannot both be true.
REVERSED = {("less", "more"), ("nearly", "more"), ("more", "less"), ("more", "nearly"), *((bound, "exactly") for bound in ("near", "nearly", "more", "less"))}
NO_COUNT = re.compile(r"\b(?:number|the|these|those|between|other) $", re.IGNORECASE)  # before "two": "their number two", "the two agreed"
ANCHORS = ("NOUN", "PROPN", "ADJ")
OF_ANY_FIGURE = frozenset(map(stem, "percent per cent point million billion thousand number figure total".split()))
BARRIERS = frozenset(", ; : and while but whereas from to against compared than versus".split())
BARRIER_TOKENS = 4  # a word behind a comma or "and" is as far as one that is so many tokens further away
DIGITS = r"\d[\d.,]*\d|\d"
TRANSITION = re.compile(
    rf"\bfrom (?P<a>{DIGITS})(?: [\w-]+){{0,3}}? to (?P<b>{DIGITS})|\bto (?P<d>{DIGITS})(?: [\w-]+){{0,3}}?,? (?:down |up )?from (?P<c>{DIGITS})"
)


def check_numbers(pair: Pair) -> Fault | None:
    """Every number of a claim must be in the source, and not only as the day of a date, with the same bound ("more than", "at least")."""
    text = f"{pair.source} {pair.known}"
    in_source = {(f.value, f.bound) for f in find_figures(DAY_OF_MONTH.sub(" ", text))}
    values = {v for v, _ in in_source} | set(map(float, read_dates(text).years))
    days = {f.value for f in find_figures(text)}
    claim = without_worked_out(pair.claim, text)
    for f in counting(DAY_OF_MONTH.sub(" ", claim)):
        if f.value not in (days if f.ordinal else values):
            return Fault("number-not-in-source", f"{f.text} is not in the cited text")
        bounds = {b for v, b in in_source if v == f.value}
        if bounds and f.bound not in bounds and "more" in bounds | {f.bound}:
            return Fault("bound-changed", f"the cited text has another bound for {f.text}")
    return None


def without_worked_out(claim: str, source: str) -> str:
    """The claim without those values that follow from figures of the source: "almost four hours" from 18:05 to 21:55."""
    for w in reversed(find_worked_out(claim, source)):
        claim = f"{claim[: w.start]} {claim[w.end :]}"
    return claim


def counting(text: str) -> Iterator[Figure]:
    """The figures of a text without the "two" that counts nothing new: "the two sides", "the committee's number two"."""
    for f, end in locate_figures(text):
        if f.text.lower() != "two" or not NO_COUNT.search(text[: end - len(f.text)]):
            yield f


def check_bounds(pair: Pair) -> Fault | None:
    """A claim must not turn a bound round: "at least 12" for "at most 12", "over half" for "nearly half", "exactly 600" for "about 600"."""
    source = [*find_figures(pair.source), *find_fractions(pair.source)]
    for f in [*find_figures(pair.claim), *find_fractions(pair.claim)]:
        bounds = {s.bound for s in source if s.value == f.value}
        if bounds and all((b, f.bound) in REVERSED for b in bounds):
            return Fault("bound-reversed", f"the cited text has the opposite bound for {f.text}")
    return None


def check_exchanged_figures(pair: Pair) -> Fault | None:
    """Two figures must not change places: "58 guards and 62 sailors" for "62 guards and 58 sailors", "from 4 to 5" for "from 5 to 4"."""
    turned = {(b, a) for a, b in transitions(pair.source)} - transitions(pair.source)
    if found := next(iter(transitions(pair.claim) & turned), None):
        return Fault("figures-exchanged", f"the cited text does not go from {found[0]} to {found[1]}, but the other way round")
    claimed = {names_only: anchors(list(pair.claim_doc), names_only) for names_only in (False, True)}
    for sentence, names_only in product(pair.sentences, claimed):
        said = anchors(list(sentence), names_only)
        for one, other in combinations([(v, w) for v, w in claimed[names_only].items() if v in said], 2):
            if is_crossed(one, other, said):
                return Fault("figures-exchanged", f"in the cited text, {one[0]:g} and {other[0]:g} stand for each other’s things")
    return None


def is_crossed(one: tuple[float, set[str]], other: tuple[float, set[str]], said: dict[float, set[str]]) -> bool:
    (a, with_a), (b, with_b) = one, other
    return bool(with_a & said[b] and with_b & said[a]) and not (with_a & said[a] or with_b & said[b])


def transitions(text: str) -> set[tuple[str, str]]:
    """The figures of "from 4.75 to 4.5" and of "to 4.5 percent from 4.75", earlier first."""
    return {(m["a"] or m["c"], m["b"] or m["d"]) for m in TRANSITION.finditer(text)}


def anchors(tokens: Sequence[Token], names_only: bool = False) -> dict[float, set[str]]:
    """For each figure, the stems of the nouns, names and adjectives, or of the names only, that are nearer to it than to another figure."""
    if not tokens:
        return {}
    start, text = tokens[0].idx, tokens[0].doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
    found = {f.value: (end, end - len(f.text)) for f, end in locate_figures(text)}
    if len(found) < 2:
        return {}
    places = {value: next((n for n, t in enumerate(tokens) if t.idx - start <= at < t.idx - start + len(t)), 0) for value, (_, at) in found.items()}
    behind = barriers_before(tokens)
    near: dict[float, set[str]] = {value: set() for value in places}
    for n, token in enumerate(tokens):
        inside = any(at <= token.idx - start < end for end, at in found.values())
        if is_anchor(token, names_only) and not inside:
            nearest = min(places, key=lambda v: abs(places[v] - n) + BARRIER_TOKENS * abs(behind[places[v]] - behind[n]))
            near[nearest].add(stem(token.text))
    return near


def is_anchor(token: Token, names_only: bool) -> bool:
    if names_only:
        return token.pos_ in ANCHORS and token.is_title and not token.is_sent_start and token.lower_ not in WEEKDAYS
    return token.pos_ in ANCHORS and token.lower_ not in FUNCTION_WORDS and stem(token.text) not in OF_ANY_FIGURE


def barriers_before(tokens: Sequence[Token]) -> list[int]:
    """For each token, the number of barriers up to it."""
    counts, count = [], 0
    for token in tokens:
        count += token.lower_ in BARRIERS
        counts.append(count)
    return counts
