"""Folds figures that a later report replaced, and figures that were corrected, into the sentence that has the figure which stands."""

from collections.abc import Iterator, Sequence

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence.conflicts import find_difference, is_correction, published_day
from onrecord.assistant.evidence.figures import NAMES, are_close, begins_with_figure, differing_figures, place_of_figure, shared_unit, sole_figure
from onrecord.assistant.evidence.model import Evidence, Replaced
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.voices import is_same_voice, voice_of
from onrecord.assistant.question import Question
from onrecord.vectorstore.words import meaning_words

TOLD_APART = ("summary", "timeline", "latest", "compare")  # forms of questions whose answers tell the earlier reports in sentences


def fold_replaced(question: Question, evidence: Sequence[Evidence]) -> tuple[list[Evidence], tuple[Replaced, ...]]:
    """The evidence that stands, with the newest figure in the place of the first that it replaces, and what it replaces, in order of time."""
    replaced = {} if question.kind in TOLD_APART else dict(find_replaced(question, evidence))
    leads = {i: follow(i, replaced) for i in replaced}
    order = sorted((i for i in range(len(evidence)) if i not in replaced), key=lambda i: (min([i, *(k for k, lead in leads.items() if lead == i)]), i))
    places = {i: n for n, i in enumerate(order)}
    folded = [replaced_figure(question, evidence[i], evidence[lead], places[lead]) for i, lead in leads.items()]
    first_with_figure = {(f.by, f.text): f for f in sorted((f for f in folded if f), key=lambda f: published_day(f.evidence), reverse=True)}
    return [evidence[i] for i in order], tuple(sorted(first_with_figure.values(), key=lambda f: published_day(f.evidence)))


def find_replaced(question: Question, evidence: Sequence[Evidence]) -> Iterator[tuple[int, int]]:
    """For each piece of evidence whose figure is replaced: its index and that of the newest one that replaces it."""
    kinds = {(i, j): find_difference(question, one, other) for j, other in enumerate(evidence) for i, one in enumerate(evidence[:j])}
    rivals = {x for (i, j), kind in kinds.items() if kind == "number" and are_close(evidence[i], evidence[j]) for x in (i, j)}
    for i, own in enumerate(evidence):
        later = [
            j
            for j, other in enumerate(evidence)
            if kinds.get((min(i, j), max(i, j))) in ("superseded", "corrected") and is_replaced_by(own, other, disputed=i in rivals) and reports_on_it(question, own, other)
        ]
        if later:
            yield i, max(later, key=lambda j: (published_day(evidence[j]), -j))


def is_replaced_by(one: Evidence, other: Evidence, disputed: bool) -> bool:
    """Args: disputed: another side contradicts `one` where it stands. Then only its own voice can replace it."""
    if is_correction(one) != is_correction(other):
        return is_correction(one)
    return published_day(one) < published_day(other) and (not disputed or is_same_voice(voice_of(one), voice_of(other)))


def reports_on_it(question: Question, one: Evidence, other: Evidence) -> bool:
    """Whether the report of `one` has the words of the question that `other` has: a report of a bridge tells no earlier toll of the flood."""
    asked = meaning_words(NAMES.sub(" ", question.text)) & meaning_words(other.text)
    return asked <= meaning_words(f"{one.article.title} {one.article.text}")


def follow(i: int, replaced: dict[int, int]) -> int:
    """The last of a chain of replacements. Each goes to a later day or away from a correction, so that there is no circle."""
    while i in replaced:
        i = replaced[i]
    return i


def replaced_figure(question: Question, earlier: Evidence, lead: Evidence, by: int) -> Replaced | None:
    """The figure of the earlier sentence with its place in the article. None if it does not differ from the one that stands."""
    found = differing_figures(question, earlier, lead)
    if found is None:
        return None
    figure = place_of_figure(earlier, found[0])
    likely, place = earlier.likely, Span(earlier.start + figure.start, earlier.start + figure.end)
    if likely and likely.holds(place) and likely.end - likely.start <= TUNING.max_figure and begins_with_figure(earlier.article.text[likely.start : likely.end]):
        place = likely
    unit = shared_unit(question, (earlier, found[0]), (lead, found[1]))
    behind = earlier.article.text[earlier.start + figure.end : place.end].strip()
    sure = unit if not behind or behind.lower() == unit else None  # "17 residents" cannot stand before "19 dead"
    return Replaced("corrected" if is_correction(earlier) else "superseded", earlier, place, by, sole_figure(question, lead, found[1]), sure)
