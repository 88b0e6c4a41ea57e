"""Stored conversations belong to their owner, and their Markdown escapes what an article or a question puts into it."""

import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from onrecord.assistant.answer import Answer, Citation, GateFigures
from onrecord.assistant.conversations.markdown import conversation_markdown, escape_line
from onrecord.assistant.conversations.store import MAX_TITLE_CHARACTERS, Conversations
from onrecord.assistant.conversations.word import conversation_word
from onrecord.ingest.formats.docx import read_docx
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import NotFound

CITATION = Citation(1, "a1", 2, "Rain *and* wind", None, "The Northbank Post", "2026-03-05", 0, 19, "It rained <b>a lot")
ANSWER = Answer(
    question="Did it rain?", question_kind="yes-no", status="served", text="It rained. [1]", headline=None, claims=(), citations=(CITATION,), conflicts=(), earlier=(), independent_sources=1,
    gate=GateFigures(1, 1, 0, 0, 0, "gate", 0.0), as_of="2026-03-06", newest=None, oldest=None, drafted_by="extractive", notice=None, timings_ms={}, nearest=(),
)  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path, place: Database | None) -> Iterator[Conversations]:
    opened = Conversations(tmp_path / "conversations.sqlite3", place)
    yield opened
    opened.close()


def test_a_conversation_takes_the_first_question_as_title_and_keeps_the_order(stored: Conversations) -> None:
    conversation_id = stored.create("desk").conversation_id
    for question in ("Did it rain?", "And where?"):
        stored.add("desk", conversation_id, replace(ANSWER, question=question))
    assert (stored.get("desk", conversation_id).title, stored.get("desk", conversation_id).turns) == ("Did it rain?", 2)
    assert [(m.role, m.content) for m in stored.history("desk", conversation_id)][2:] == [("user", "And where?"), ("assistant", "It rained. [1]")]


def test_nobody_else_sees_changes_or_rates_it(stored: Conversations) -> None:
    conversation_id = stored.create("desk", "Rain").conversation_id
    turn_id = stored.add("desk", conversation_id, ANSWER)
    assert stored.list_of("other") == []
    for attempt in (
        lambda: stored.turns("other", conversation_id),
        lambda: stored.rename("other", conversation_id, "Mine"),
        lambda: stored.delete("other", conversation_id),
        lambda: stored.add("other", conversation_id, ANSWER),
        lambda: stored.rate("other", turn_id, "down", None),
    ):
        with pytest.raises(NotFound):
            attempt()
    stored.rate("desk", turn_id, "up", "good")
    assert stored.turns("desk", conversation_id)[0].feedback == {"rating": "up", "comment": "good"}


def test_a_long_title_is_cut(stored: Conversations) -> None:
    title = stored.create("desk", "rain " * 50).title
    assert len(title) <= MAX_TITLE_CHARACTERS and title.endswith("…")


def test_it_is_found_by_title_question_and_answer_whatever_the_case_and_accents(stored: Conversations) -> None:
    rain, other = (stored.create("desk", title).conversation_id for title in ("Café fire", "Harbour"))
    stored.add("desk", other, replace(ANSWER, question="Who is Mayor Brandvåg?", text="She runs 100% of Tarnsund. [1]"))
    found = {text: [c.conversation_id for c in stored.list_of("desk", text=text)] for text in ("CAFE", "brandvag", "Tarnsund", "strike", "")}
    assert found == {"CAFE": [rain], "brandvag": [other], "Tarnsund": [other], "strike": [], "": [other, rain]}
    assert stored.list_of("other", text="cafe") == []


def test_a_database_of_an_older_release_gets_the_new_column(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    old = Conversations(path)
    conversation_id = old.create("desk").conversation_id
    old.add("desk", conversation_id, ANSWER)
    old.close()
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE turns DROP COLUMN narrowed")
    stored = Conversations(path)
    stored.add("desk", conversation_id, ANSWER, {"publisher": "The Northbank Post"})
    assert [t.narrowed for t in stored.turns("desk", conversation_id)] == [{}, {"publisher": "The Northbank Post"}]


def as_read(word: bytes) -> str:
    """The text of a Word document, with its footnotes behind it."""
    assert docx.Document(io.BytesIO(word)).paragraphs
    return read_docx(word)[1]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # PostgreSQL stores no NUL
def test_word_has_question_filters_answer_and_cited_text_as_footnote(stored: Conversations) -> None:
    conversation_id = stored.create("desk", "Rain \x00\uffff<b>").conversation_id
    stored.add("desk", conversation_id, replace(ANSWER, text="It rained.\x0b [1]"), {"publisher": "The Northbank Post", "since": "2026-03-01"})
    text = as_read(conversation_word(stored.get("desk", conversation_id), stored.turns("desk", conversation_id)))
    assert text.splitlines() == [
        "Did it rain?",
        "only The Northbank Post · from 2026-03-01",
        "It rained.[1]",
        "[1] Rain *and* wind. The Northbank Post, 2026-03-05. “It rained <b>a lot”",
    ]


def test_each_source_is_one_footnote_numbered_through_the_document(stored: Conversations) -> None:
    first, second, third = (replace(CITATION, n=n, title=title) for n, title in enumerate(("Rain", "Wind", "Hail"), 1))
    conversation_id = stored.create("desk", "Weather").conversation_id
    stored.add("desk", conversation_id, replace(ANSWER, text="Rain [1]\nIt rained. [1][2]\nBill [9] fell.", citations=(first, second, third)))
    stored.add("desk", conversation_id, replace(ANSWER, text="It blew. [1]", citations=(replace(second, n=1),)))
    text = as_read(conversation_word(stored.get("desk", conversation_id), stored.turns("desk", conversation_id)))
    lines = [line for line in text.splitlines() if line != "Did it rain?"]
    assert lines[:4] == ["Rain[1]", "It rained.1[2]", "Bill [9] fell.[3]", "It blew.[4]"]
    assert [line[: line.index(".")] for line in lines[4:]] == ["[1] Rain", "[2] Wind", "[3] Hail", "[4] Wind"]


def test_markdown_has_the_cited_text_and_no_markup_of_others(stored: Conversations) -> None:
    conversation_id = stored.create("desk", "# Rain").conversation_id
    stored.add("desk", conversation_id, ANSWER)
    text = conversation_markdown(stored.get("desk", conversation_id), stored.turns("desk", conversation_id))
    assert text.startswith("# \\# Rain\n") and "> [1] It rained \\<b\\>a lot" in text and "Rain \\*and\\* wind · The Northbank Post" in text


@pytest.mark.parametrize(("text", "escaped"), [("- a", "\\- a"), ("1. a", "1\\. a"), ("a\nb", "a b"), ("R&D", "R&amp;D"), ("1.5", "1\\.5")])
def test_what_would_begin_a_list_is_escaped(text: str, escaped: str) -> None:
    assert escape_line(text) == escaped


def test_a_link_opens_its_conversation_until_it_is_taken_back(stored: Conversations) -> None:
    rain, other = (stored.create("desk", title).conversation_id for title in ("Rain", "Harbour"))
    stored.add("desk", rain, ANSWER)
    first, second, third = stored.share("desk", rain), stored.share("desk", rain), stored.share("desk", other)
    assert len({first, second, third}) == 3
    for token, title, turns in ((first, "Rain", 1), (second, "Rain", 1), (third, "Harbour", 0)):
        found = stored.shared(token)
        assert found and (found[0].title, len(found[1])) == (title, turns)
    assert stored.shared("") is stored.shared(first[:-1]) is stored.shared("\ud800") is None
    stored.unshare("desk", rain)
    assert stored.shared(first) is stored.shared(second) is None and stored.shared(third)
    assert {c.title: c.shared for c in stored.list_of("desk")} == {"Rain": False, "Harbour": True}
    stored.delete("desk", other)
    assert stored.shared(third) is None


def test_only_its_owner_shares_a_conversation_and_takes_it_back(stored: Conversations) -> None:
    conversation_id = stored.create("desk").conversation_id
    token = stored.share("desk", conversation_id)
    for attempt in (stored.share, stored.unshare):
        with pytest.raises(NotFound):
            attempt("other", conversation_id)
    assert stored.shared(token) and stored.get("desk", conversation_id).shared


def test_a_link_is_long_and_not_stored(tmp_path: Path) -> None:
    stored = Conversations(tmp_path / "conversations.sqlite3")
    token = stored.share("desk", stored.create("desk").conversation_id)
    stored.close()
    assert len(token) >= 22  # 128 bits in base64
    assert not [p for p in tmp_path.iterdir() if token.encode() in p.read_bytes()]
