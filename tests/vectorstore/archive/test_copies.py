"""Copies of a text are linked, whatever their address and outlet, and their earliest is the origin."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from onrecord.assistant.evidence.independence import count_independent_sources
from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.copies import copied, copies_of, link_copies, origin_of, stories, story_shingles
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import no_progress

SENTENCES = [
    "The council of Druva voted by seven to five on Tuesday night to close the harbour road for the whole of the summer.",
    "Traders on the quay had collected four thousand signatures against it and threatened to take the matter to court.",
    "Mayor Ilse Orban told them that the retaining wall could fall into the basin at any spring tide.",
    "An engineer's report from January found cracks as wide as a hand in eleven of its forty sections.",
    "Repairs will cost nine million crowns, of which the province has promised to pay a little less than half.",
    "Buses are to go round by the old tannery, which adds a quarter of an hour to the way to the hospital.",
]
WIRE = "\n".join(SENTENCES)
OTHER = "\n".join(s.replace("the", "a").replace("and", "or") for s in reversed(SENTENCES[:2])) + "\nNothing else in this text is taken from anybody, and it goes on for a while."


@pytest.fixture
def archive(new_archive: Callable[[], Archive]) -> Archive:
    return new_archive()


def put(archive: Archive, article_id: str, text: str, day: str | None = None, publisher: str | None = None) -> None:
    archive.put(Article(article_id, text, "Harbour road to close", publisher=publisher, published_at=day), [(0, len(text), [(0, len(text))])])


def linked(archive: Archive, article_id: str) -> list[str]:
    return [c.article.article_id for c in copies_of(archive, article_id)]


def test_a_copy_with_a_new_lead_and_another_outlet_is_linked_and_the_earliest_is_the_origin(archive: Archive) -> None:
    put(archive, "paper", "DRUVA — Our reporter was there when the vote fell.\n" + WIRE, "2026-03-05", "Druva Courier")
    put(archive, "wire", WIRE, "2026-03-04", "Corvane Wire")
    put(archive, "undated", WIRE.upper())
    put(archive, "other", OTHER, "2026-03-01")
    link_copies(archive, no_progress)
    assert linked(archive, "paper") == ["wire", "undated"] and linked(archive, "wire") == ["paper", "undated"]
    assert {origin_of(archive, i).article_id for i in ("paper", "wire", "undated")} == {"wire"}
    assert linked(archive, "other") == [] and origin_of(archive, "other").article_id == "other"


def test_a_second_ingest_computes_nothing_and_a_new_version_is_compared_anew(archive: Archive) -> None:
    put(archive, "one", WIRE)
    put(archive, "two", WIRE + "\n")
    link_copies(archive, no_progress)
    written: list[str] = []
    event.listen(archive.engine, "before_cursor_execute", lambda _c, _cur, sql, *_: written.append(sql) if not sql.lstrip().startswith("SELECT") else None)
    link_copies(archive, no_progress)
    assert written == [] and linked(archive, "one") == ["two"]
    put(archive, "two", OTHER)
    link_copies(archive, no_progress)
    assert linked(archive, "one") == linked(archive, "two") == [] and any("bands" in sql for sql in written)


def test_two_papers_that_cut_one_wire_story_differently_are_one_source(archive: Archive) -> None:
    put(archive, "a", "\n".join(SENTENCES[:3]), publisher="Druva Courier")
    put(archive, "b", "\n".join(SENTENCES[3:]), publisher="Northbank Post")
    put(archive, "wire", WIRE, publisher="Corvane Wire")
    put(archive, "c", OTHER, publisher="Kessin Herald")
    link_copies(archive, no_progress)
    found = {i: archive.article(i) for i in ("a", "b", "c")}
    assert copied(story_shingles(found["a"].text), story_shingles(found["b"].text)) == 0, "the two share nothing themselves"
    assert count_independent_sources(list(found.values()), stories(archive, found)) == 2
    assert count_independent_sources(list(found.values()), {}) == 3, "only the archive knows the wire story between them"


def test_a_quotation_that_both_print_makes_no_copies() -> None:
    quotation = " ".join(SENTENCES[2].split()[:14])
    assert copied(story_shingles(f"“{quotation},” she said on Monday."), story_shingles(f"{WIRE} {OTHER}")) == 0
    assert copied(story_shingles(SENTENCES[0]), story_shingles(SENTENCES[0])) == 1 and copied(story_shingles("Too short."), story_shingles("Too short.")) == 0
