"""The figures with which two sentences answer a question, and whether they count the same thing."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.voices import have_two_voices
from onrecord.assistant.language import (
    DEAD,
    DIED,
    HURT,
    PEOPLE,
    PERSONS,
    WAS_HURT,
    Quantity,
    counted_plural,
    find_figures,
    is_quantity,
    locate_figures,
    person_unit,
    quantities,
    start_with_bound,
)
from onrecord.assistant.question import Question
from onrecord.vectorstore.search import FIGURES
from onrecord.vectorstore.words import meaning_words, stems

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

COUNTS_OF_PERSONS = (PEOPLE, DEAD, HURT)
STATES = {DEAD: DIED | set(stems("bodies victims survived")), HURT: WAS_HURT | set(stems("hospital"))}
SAVED = frozenset(stems("survive survivor rescue escape alive unharmed unhurt"))
SURELY_PERSONS = (PERSONS | DIED | WAS_HURT) - set(stems("life lives"))  # a home that "cannot be lived in" counts nobody
PERSON_NOUN = re.compile(r"(?:m[ae]n|wom[ae]n|folk|child|patient|boy|girl|villag|tourist|civilian|hostag|captiv|prison|inmat|crew|nurs|doctor|teacher|sailor|driver|pupil|student|passeng|employ|work|march|protest|miner|offic|soldi|fight|vot|visit|refuge|resid|read)\w*$")
# The thing that is counted is named in a sentence before: "had put it at 92 percent", "the true number was 21,000".
ELIDED = re.compile(r"\b(?:it|they|this|number|figure|total|toll|count|share|attendance|value|sum|of them)\b", re.IGNORECASE)
FIGURE_FIRST = re.compile(r"^\W*(?:(?:about|around|some|at least|more than|over|nearly|almost|only|just|up to|the|a|an|first|all|from|within|closer|close|to)\W+)*$", re.IGNORECASE)
OF_ALL = re.compile(r"\bof (?:the |all |its |their )?(?:\w+ )?$", re.IGNORECASE)
NAMES = re.compile(r"(?<=[a-z,] )[A-Z]\w*")
PERCENT = re.compile(r" ?(?:%|per ?cent\b)", re.IGNORECASE)
RATES = frozenset({"percent", "%", "per cent"})
SAME_EVENT = "same_event"  # part of the score of a sentence that the reader found in a later report of the event
TIMES = frozenset(stems("second minute hour day night week month year decade"))
CURRENCIES = ("$", "€", "£", "¥")
STATE_WORDS = {DEAD: "dead", HURT: "injured"}  # how a state stands behind a figure
NOT_WORDS = re.compile(r"^[\d.,]+$")


def asks_for_figure(question: Question, sides: "Sequence[Evidence]") -> bool:
    """Whether the question asks for a figure, by its words or by what surely answers it: "What will the dam cost?"."""
    if question.mentions_figure or question.answer_type in FIGURES:
        return True
    return not question.asks_whether and any(e.answer and begins_with_figure(e.article.text[e.answer.start : e.answer.end]) for e in sides)


def begins_with_figure(text: str) -> bool:
    first = next(locate_figures(text), None)
    return first is not None and bool(FIGURE_FIRST.match(text[: first[1] - len(first[0].text)]))


def answering_quantities(evidence: "Evidence") -> list[Quantity]:
    """The quantities of a sentence: those in the piece that likely answers, if it has a figure. Its unit may be unknown: "put attendance at 40,000"."""
    text, likely = evidence.text, evidence.likely
    found = quantities(text)
    if likely is None:
        return found
    inside = Span(likely.start - evidence.start, likely.end - evidence.start)
    places = [(f, Span(end - len(f.text), end)) for f, end in locate_figures(text) if is_quantity(text, f, end)]
    bare = [Quantity(f.value, "percent" if PERCENT.match(text, place.end) else "", place.start, place.end, f.bound) for f, place in places if inside.holds(place)]
    return [q for q in found if inside.holds(Span(q.start, q.end))] or bare or found


def asked_units(question: Question) -> set[str]:
    asked = set(stems(question.text))
    persons = asked & SURELY_PERSONS or "lives" in question.text.lower().split()
    return asked | {person_unit(asked)} if persons else asked


def words_of_state(question: Question) -> Set[str]:
    """The stems of the words that tell how many died, were hurt or were saved, if the question asks for one of these; otherwise none."""
    asked = asked_units(question)
    return next((words for unit, words in STATES.items() if unit in asked), SAVED if asked & SAVED else frozenset())


def counts_another_state(asked: Set[str], text: str) -> bool:
    """Whether a text has no word for the state that is asked about: "It carried 33 passengers". Args: asked: the `words_of_state` of the question."""
    return bool(asked) and not asked & set(stems(text))


def counts_persons(question: Question) -> bool:
    asked = asked_units(question)
    return bool(asked & set(COUNTS_OF_PERSONS)) or any(map(is_person, asked))


def select_asked(found: Sequence[Quantity], asked: set[str], by_reader: bool = False) -> list[Quantity]:
    """The quantities of an asked unit. If there are none, those without a unit; if there are none either, the only quantity.

    Args: by_reader: the reader found them; then the first of them takes the place of those without a unit.
    """
    if by_reader:
        return [q for q in found if q.unit in asked] or list(found[:1])
    return [q for q in found if q.unit in asked] or [q for q in found if not q.unit] or [q for q in found if len(found) == 1]


def differing_figures(question: Question, one: "Evidence", other: "Evidence") -> tuple[Quantity, Quantity] | None:
    """The two different figures that the sentences give for one thing, if the question asks for a figure. Otherwise None."""
    near = are_close(one, other) and have_two_voices(one, other) and all(e.parts.get("sentence_read", 0.0) >= TUNING.min_near_side for e in (one, other))
    if not asks_for_figure(question, (one, other)) or not (near or both_answer(question, one, other)):
        return None
    asked = asked_units(question)
    mine, theirs = (select_asked(answering_quantities(e), asked, by_reader=e.likely is not None) for e in (one, other))
    if not mine or not theirs or {q.value for q in mine} & {q.value for q in theirs}:
        return None
    a, b = mine[0], theirs[0]
    if any(map(is_read_again, (one, other))):
        a, b = with_state(a, one, asked), with_state(b, other, asked)
    if is_other_state(a, b, asked) or not count_one_thing(a, b, asked, near) or agree_in_bounds(a, b) or is_part_of(one, b) or is_part_of(other, a):
        return None
    if a.unit in TIMES and names_of_thing(question, one) != names_of_thing(question, other):
        return None  # how long one thing lasts tells nothing of another
    return (a, b) if not near or are_about_one_thing(question, one, other) else None


def place_of_figure(evidence: "Evidence", figure: Quantity) -> Span:
    """The place of a figure in its sentence, with the sign of a currency before it or "percent" behind it."""
    unit = PERCENT.match(evidence.text, figure.end)
    return Span(figure.start - evidence.text[: figure.start].endswith(CURRENCIES), unit.end() if unit else figure.end)


def shared_unit(question: Question, *figures: "tuple[Evidence, Quantity]") -> str | None:
    """The words for what all figures count: "tanks", "dead". A sentence may leave it unsaid. None if two name it otherwise, if all leave it unsaid, or if it is not sure."""
    named = {unit_words(question, evidence, figure) for evidence, figure in figures} - {""}
    return named.pop() if len(named) == 1 else None


def unit_words(question: Question, evidence: "Evidence", figure: Quantity) -> str | None:
    """What one figure counts, in words that can stand behind it. "" if its sentence leaves it unsaid, None if it is not sure or the figure has its unit already."""
    if place_of_figure(evidence, figure) != Span(figure.start, figure.end):
        return None
    if figure.unit in STATE_WORDS:
        return STATE_WORDS[figure.unit] if figure.unit in asked_units(question) else None
    if figure.unit in TIMES and any(q.unit in TIMES and q.start != figure.start for q in quantities(evidence.text)):
        return None  # "nine hours and 20 minutes"
    return counted_plural(evidence.text, figure.start, figure.end) if figure.unit else ""


def sole_figure(question: Question, evidence: "Evidence", figure: Quantity) -> str | None:
    """The figure as written, with "more than" and the like before it. None if its sentence has several that may be meant: "Seven died when the bridge fell, 19 in the flood"."""
    text, units = evidence.text, {q.start: q.unit for q in quantities(evidence.text)}
    others = [end - len(f.text) for f, end in locate_figures(text) if is_quantity(text, f, end) and end != figure.end]
    if any(not units.get(start) or units[start] in asked_units(question) for start in others):
        return None
    place = place_of_figure(evidence, figure)
    start = place.start if figure.bound == "exact" else start_with_bound(text, place.start)
    return text[start : place.end]


def names_of_thing(question: Question, evidence: "Evidence") -> set[str]:
    """The stems of the question's words in a sentence, without names and measures of time: "fund" in "the strike fund would last nine weeks"."""
    return meaning_words(NAMES.sub(" ", question.text)) & meaning_words(evidence.text) - TIMES


def with_state(quantity: Quantity, evidence: "Evidence", asked: set[str]) -> Quantity:
    """The quantity in the unit of the question, if it counts persons in the state that is asked about: "three patients have died", "brings the dead to six"."""
    unit = person_unit(set(stems(evidence.text)))
    return replace(quantity, unit=unit) if unit in asked and (not quantity.unit or is_person(quantity.unit)) else quantity


def is_other_state(one: Quantity, other: Quantity, asked: set[str]) -> bool:
    """Whether it is asked how many died or were hurt, and the two count things: "34 cases"."""
    return bool(asked & {DEAD, HURT}) and all(q.unit and q.unit not in (*asked, *COUNTS_OF_PERSONS) and not is_person(q.unit) for q in (one, other))


def are_about_one_thing(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether two neighbours count one thing. The first may name it in words of its own if the second leaves it unsaid: "put it at 92 percent"."""
    first, second = sorted((one, other), key=lambda e: e.start)
    if ELIDED.search(content_around_figure(second)) and names_thing_between(first, second, answering_unit(first)):
        return False
    return is_about(question, second, first) and (bool(ELIDED.search(content_around_figure(second))) or is_about(question, first, second))


def both_answer(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether each sentence by itself answers the question: by its words, or by what the reader finds in it, also under another headline."""
    if any(e.parts.get("sentence_read", 0.0) < TUNING.min_side for e in (one, other)):
        return False
    return all(is_read_again(e) or e.parts.get("coverage", 1.0) >= TUNING.min_coverage or (e.parts.get("sentence_read", -1.0) >= 0 and shares_word(question, e)) for e in (one, other))


def is_read_again(evidence: "Evidence") -> bool:
    """Whether the reader found it in a later report of the same event (newest.py)."""
    return bool(evidence.parts.get(SAME_EVENT))


def shares_word(question: Question, evidence: "Evidence") -> bool:
    return bool(meaning_words(question.text) & meaning_words(evidence.text) - {q.unit for q in quantities(evidence.text)})


def shares_words(question: Question, evidence: "Evidence") -> bool:
    """Whether the sentence has enough of the question's words to count what another report counts."""
    asked = meaning_words(question.text)
    return is_read_again(evidence) or len(asked & meaning_words(evidence.text)) >= min(TUNING.min_shared_words, len(asked))


def names_thing_between(one: "Evidence", other: "Evidence", unit: str) -> bool:
    """Whether a count of something else stands between two neighbours: then "the number" in the second one is of that."""
    first, second = sorted((one, other), key=lambda e: e.start)
    return any(q.unit and q.unit != unit for q in quantities(one.article.text[first.end : second.start]))


def names_value(evidence: "Evidence", figure: Quantity) -> bool:
    """Whether the sentence has this figure too, in whatever place."""
    return figure.value in {f.value for f in find_figures(evidence.text)}


def is_part_of(evidence: "Evidence", whole: Quantity) -> bool:
    """Whether the sentence counts some of the other figure: "nine of the twelve combs"."""
    return any(f.value == whole.value and OF_ALL.search(evidence.text[: end - len(f.text)]) for f, end in locate_figures(evidence.text))


def count_one_thing(one: Quantity, other: Quantity, asked: set[str], near: bool) -> bool:
    a, b = one.unit, other.unit
    if a == b:
        return bool(a) or near
    if {a, b} & RATES:
        return False
    if {a, b} & set(COUNTS_OF_PERSONS):
        return {a, b} <= asked or (near and ("" in (a, b) or (PEOPLE in (a, b) and is_person(a) and is_person(b))))
    counted = a or b
    return near and (counted in asked or is_person(counted) if "" in (a, b) else is_person(a) and is_person(b))


def is_person(unit: str) -> bool:
    return unit == PEOPLE or bool(PERSON_NOUN.match(unit) or re.search(r"m[ae]n$", unit))


def agree_in_bounds(one: Quantity, other: Quantity) -> bool:
    """Whether both can be true: "more than 3,000" and 3,200, "about 50" and 51."""
    low, high = sorted((one, other), key=lambda q: q.value)
    about = "near" in (one.bound, other.bound) and high.value <= low.value * (1 + TUNING.about)
    return about or (high.bound != "more" and low.bound == "more" and high.value <= low.value * (1 + TUNING.more_than)) or (high.bound == "less" and low.bound == "exact")


def answering_unit(evidence: "Evidence") -> str:
    return next((q.unit for q in answering_quantities(evidence)), "")


def is_about(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether a sentence counts what its neighbour counts: it shares a word with it or the question, leaves the thing unsaid, or counts people in
    the same state. A name that both have tells nothing."""
    said, asked = content_around_figure(one), meaning_words(question.text)
    units = {q.unit for q in quantities(one.text)}
    own = {w for w in meaning_words(NAMES.sub(" ", said)) if not NOT_WORDS.match(w)} - units - RATES - {w for f in find_figures(said) for w in stems(f.text)}
    known = asked | meaning_words(NAMES.sub(" ", content_around_figure(other)))
    if not own or own & known or ELIDED.search(said) or units & asked - RATES:
        return True
    return any(map(is_person, units)) and person_unit(set(stems(said))) == person_unit(set(stems(question.text)))


def content_around_figure(evidence: "Evidence") -> str:
    """What a speaker says of the likely figure, without the words about the speaker; the sentence if nobody is quoted."""
    span = evidence.likely or Span(evidence.start, evidence.end)
    holding = [s.content for s in evidence.said if s.content.overlap(span)]
    content = min(holding, key=lambda c: c.end - c.start, default=Span(evidence.start, evidence.end))
    return evidence.article.text[content.start : content.end]


def are_close(one: "Evidence", other: "Evidence") -> bool:
    same = (one.article.article_id, one.article.version) == (other.article.article_id, other.article.version)
    return same and max(one.start, other.start) - min(one.end, other.end) <= TUNING.max_distance
