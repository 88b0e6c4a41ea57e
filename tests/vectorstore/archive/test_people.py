"""Who is quoted: names and their short forms are one person, with the latest words at their place."""

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.vectorstore.archive import Archive, ListFilters, list_articles, people, retract, said_by
from onrecord.vectorstore.archive.people import grouped
from onrecord.vectorstore.model import Article

SAID = [  # article, day, speaker, role, words
    ("a1", "2026-03-01", "Ana Mirel", "mayor", "The dam is safe"),
    ("a1", "2026-03-01", "Mirel", None, "no doubt"),
    ("a1", "2026-03-01", "police", None, "nobody was hurt"),
    ("a2", "2026-04-01", "Ana Mirel", None, "The dam was never safe"),
    ("a2", "2026-04-01", "Dorvia", None, "We mourn"),
    ("a3", "2026-05-01", "Ana Mirel", None, "This was never said"),
]


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    made = new_archive()
    for article_id in ("a1", "a2", "a3"):
        rows = [row for row in SAID if row[0] == article_id]
        text, payload = "🌊 ", []
        for _, _, speaker, role, words in rows:
            content = {"start": len(text), "end": len(text) + len(words)}
            payload.append({"content": content, "speaker_name": speaker, "speaker_role": role, "cue_lemma": "say"})
            text += f"{words}, said {speaker}. "
        article = Article(article_id, text, title=f"Story {article_id}", published_at=rows[0][1])
        made.put(article, [(0, len(text), [(0, len(text))])])
        made.put_statements("reader", {(article_id, 1): payload})
    retract(made, "a3", "invented")
    return made


def test_the_most_quoted_come_first_with_their_latest_words(archive: Archive) -> None:
    found = people(archive, 10)
    assert [(p.name, p.statements, p.articles, p.latest.text, p.latest.article_id) for p in found] == [
        ("Ana Mirel", 3, 2, "The dam was never safe", "a2"),
        ("Dorvia", 1, 1, "We mourn", "a2"),
    ], "no police, and nothing of the retracted article"
    assert [p.name for p in people(archive, 1)] == ["Ana Mirel"]
    assert [p.name for p in people(archive, 10, "DORV")] == ["Dorvia"]


def test_words_stand_where_they_are_said_to(archive: Archive) -> None:
    said = said_by(archive, "Mirel", 10)
    assert [s.text for s in said] == ["The dam was never safe", "The dam is safe", "no doubt"]
    assert all(archive.article(s.article_id).text[s.start : s.end] == s.text for s in said)
    assert [s.text for s in said_by(archive, "Mirel", 1, 1)] == ["The dam is safe"]


@pytest.mark.parametrize(("speaker", "found"), [("Ana Mirel", ["a2", "a1"]), ("dorvia", ["a2"]), ("mayor", ["a1"]), ("Nobody", [])])
def test_articles_by_speaker(archive: Archive, speaker: str, found: list[str]) -> None:
    listed, _ = list_articles(archive, filters=ListFilters(speaker=speaker))
    assert [a.article_id for a in listed if not a.retracted] == found


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"leyla orhan": 3, "orhan": 5}, {"leyla orhan": ["leyla orhan", "orhan"]}),
        ({"ina bo": 2, "udo bo": 2, "bo": 4}, {"ina bo": ["ina bo"], "udo bo": ["udo bo"], "bo": ["bo"]}),
        ({"ina bo": 4, "councillor ina bo": 1, "bo": 1}, {"ina bo": ["ina bo", "councillor ina bo", "bo"]}),
        ({}, {}),
    ],
)
def test_short_forms_belong_to_the_only_name_that_ends_with_them(counts: dict[str, int], expected: dict[str, Any]) -> None:
    assert grouped(counts) == expected
