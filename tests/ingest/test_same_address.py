"""Two stories at one address are both kept; versions of one story stay one article; a text that is changed back is served as changed back."""

from pathlib import Path

import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.pipeline import Summary, ingest
from onrecord.ingest.same_address import is_another_story
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Store, open_store

AT = "https://hallin.example/news.php"
BOAT = "The ferry office of Hallin said on Thursday that the night boat would not sail before the pier had been repaired. Its head, Ida Rask, expects that to take until May."
COURT = "A judge will hear the dispute about the fish market next week, a notice at the town hall says. Both sides have asked for witnesses to be called, and for more time."


def article(text: str, title: str = "Night boat stays", url: str = AT, day: str | None = None) -> Article:
    return Article("a", text, title, url=url, canonical_url=AT, published_at=day)


def source(text: str, title: str, where: str = "f") -> Source:
    return Source(where, where, "text", text, facts={"title": title, "url": AT})


def run(store: Store, *sources: Source) -> Summary:
    return ingest(store, [], further=sources)


@pytest.mark.parametrize(("known", "new", "another"), [
    (article(BOAT), article(COURT, "Judge hears market case"), True),
    (article(BOAT), article(BOAT.replace("May", "June")), False),
    (article(BOAT), article(f"Update. {BOAT} {COURT}", "Boat and market"), False),  # the text has grown
    (article(BOAT), article(COURT), False),  # the same title and no other day: rewritten
    (article(BOAT, day="2025-09-07"), article(COURT, day="2025-09-08"), True),  # a column of each day
    (article(BOAT, url=f"{AT}#post-1"), article(COURT, url=f"{AT}#post-2"), True),  # posts of a live blog
    (article(BOAT, url=f"{AT}#top"), article(BOAT, url=f"{AT}#comments"), False),
])  # fmt: skip
def test_what_makes_another_story(known: Article, new: Article, another: bool) -> None:
    assert is_another_story(known, new) == another


def test_both_stories_are_kept_and_the_next_run_changes_nothing(tmp_path: Path) -> None:
    two = source(BOAT, "Night boat stays"), source(COURT, "Judge hears market case")
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        first = run(store, *two)
        assert (first.added, [n.message.split(":")[0] for n in first.notices]) == (2, ["same address"])
        assert {store.archive.article(i).text for i in store.archive.article_ids()} == {BOAT, COURT}
        again = run(store, *two)
        assert (again.added, again.updated, again.unchanged, again.notices) == (0, 0, 2, [])
        assert run(store, source(COURT.replace("week", "month"), "Judge hears market case")).updated == 1


def test_a_text_that_is_changed_back_is_served_as_changed_back(tmp_path: Path) -> None:
    old, new = source(BOAT, "Night boat stays"), source(BOAT.replace("May", "June"), "Night boat stays")
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        assert (run(store, old).added, run(store, new).updated) == (1, 1)
        back = run(store, old)
        assert back.updated == 1 and "changed back" in back.notices[0].message
        (article_id,) = store.archive.article_ids()
        assert store.archive.article(article_id).text == BOAT and store.archive.article(article_id).version == 3
        assert store.archive.match('"June"', 5) == [] and run(store, old).unchanged == 1
        assert (run(store, old, new).unchanged, store.archive.article(article_id).version) == (2, 3), "two states in one run do not alternate"
