"""Excerpts of invented articles, found without embeddings."""

from collections.abc import Callable

import pytest

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.excerpts import find_excerpt, passage_of
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article

TEXT = (
    "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday — “the worst night of the war,” he said.\n\n"
    "Minister Oona Vell denied that. She said that the general was telling stories, and that four tanks at most had been lost near the ford."
)
OTHER = "The sturgeon has come back to the river after seventy years, and a fisherman who saw it first was not believed by anybody in the harbour."


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    made = new_archive()
    for article_id, text, day in (("wire", TEXT, "2026-03-04"), ("copy", f"{TEXT}\n\nMore follows.", "2026-03-05"), ("undated", TEXT, None), ("fish", OTHER, "2026-01-01")):
        middle = len(text) // 2
        made.put(Article(article_id, text, f"Headline of {article_id}", publisher=article_id.title(), published_at=day), [(0, middle, [(0, middle)]), (middle, len(text), [(middle, len(text))])])
    return made


def test_the_earliest_is_named_and_its_copies_follow(archive: Archive) -> None:
    found = find_excerpt(archive, TEXT[40:240])
    assert [o.article.article_id for o in found] == ["wire", "copy", "undated"] and {o.score for o in found} == {1.0}
    assert found[0].text in TEXT and "destroyed in the valley on Sunday" in found[0].text
    assert passage_of(archive, found[0])


@pytest.mark.parametrize(
    "excerpt",
    [
        "had been destroyed in the valley on Sunday - \"the worst night of the war\", he said. Minister Oona Vell",
        "HAD BEEN DESTROYED\n  in the   valley on Sunday",
        "troyed in the valley on Sunday — “the worst night of the w",
        "telling stories, and that four tanks",
    ],
)
def test_marks_spaces_case_and_cut_words_do_not_count(archive: Archive, excerpt: str) -> None:
    assert [o.article.article_id for o in find_excerpt(archive, excerpt)][:1] == ["wire"]
    assert find_excerpt(archive, excerpt)[0].score == 1.0


def test_typos_are_forgiven_in_a_long_excerpt(archive: Archive) -> None:
    found = find_excerpt(archive, "The sturgoen has come back to the river after seventy years, and a fisherman who saw it frist was not believed by")
    assert [o.article.article_id for o in found] == ["fish"] and 0.6 <= found[0].score < 1


@pytest.mark.parametrize(
    "excerpt",
    [
        "The eel has gone from the lake after twenty years, and a farmer who missed it first was not heard by anybody in the town hall.",
        "General Ivo Kask claimed nothing of the kind when he was asked about the tanks, which had never been near the river at all.",
        "four tanks at most were lost",
    ],
)
def test_what_stands_nowhere_is_declined(archive: Archive, excerpt: str) -> None:
    assert find_excerpt(archive, excerpt) == []


def test_a_word_or_two_is_no_excerpt(archive: Archive) -> None:
    with pytest.raises(BadInput, match="at least 4"):
        find_excerpt(archive, "the tanks")
