"""Changes by words: what is kept and removed gives the old sentences, what is kept and added the new ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.vectorstore.archive import Change, by_words


def test_a_changed_figure_is_a_changed_word() -> None:
    found = [Change("same", "…"), Change("removed", "At least 4 people died."), Change("added", "At least 9 people died."), Change("added", "Rain fell.")]
    assert by_words(found) == [
        [Change("same", "…")],
        [Change("same", "At least "), Change("removed", "4"), Change("added", "9"), Change("same", " people died.")],
        [Change("added", "Rain fell.")],
    ]


def test_another_sentence_is_not_taken_apart() -> None:
    found = [Change("removed", "The mayor was silent on Monday."), Change("added", "Forty pumps ran.")]
    assert by_words(found) == [[found[0]], [found[1]]]


SENTENCE = st.lists(st.sampled_from(["the", "dam", "4", "9", "held", "broke"]), min_size=1, max_size=8).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["same", "removed", "added"]), SENTENCE), max_size=8))
def test_nothing_is_lost(rows: list[tuple[str, str]]) -> None:
    found = [Change(kind, text) for kind, text in rows]  # type: ignore[arg-type]
    pieces = [piece for sentence in by_words(found) for piece in sentence]
    for kind in ("removed", "added"):
        kept = sorted(word for c in pieces if c.kind in ("same", kind) for word in c.text.split())
        assert kept == sorted(word for c in found if c.kind in ("same", kind) for word in c.text.split())


@pytest.mark.parametrize("found", [[], [Change("same", "Rain fell.")]])
def test_without_a_change(found: list[Change]) -> None:
    assert by_words(found) == [[c] for c in found]
