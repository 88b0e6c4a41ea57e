"""Which passages the reader reads beside the found ones."""

import pytest

from onrecord.assistant.evidence.reading import add_neighbours
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING
from onrecord.assistant.question import rewrite_question
from onrecord.vectorstore.model import Hit
from onrecord.vectorstore.search import search
from onrecord.vectorstore.store import Store


@pytest.fixture(scope="module")
def long_articles(newsroom: Store) -> list[list[Hit]]:
    """For each of four articles, a hit for each of its passages."""
    found = {h.article.article_id: h for h in search(newsroom, rewrite_question("What happened in Tarnsund and in Druva?", as_of="2026-12-31").query(), 60)}
    whole = [[Hit(p, h.article, h.score, ()) for p in newsroom.archive.passages_of(h.article)] for h in found.values()]
    return [hits for hits in whole if len(hits) >= 3][:4]


def test_the_best_articles_are_read_on_wherever_their_other_passages_rank(newsroom: Store, long_articles: list[list[Hit]]) -> None:
    (first, *more), (second, *_), (third, *_), (fourth, *_) = long_articles
    added = add_neighbours(newsroom, [first, second, third, fourth, more[0]])[5:]
    assert {h.article.article_id for h in added} == {h.article.article_id for h in (first, second, third)}
    assert len(long_articles) > EVIDENCE_TUNING.articles_read_on == 3


def test_the_hits_come_first_and_no_passage_twice(newsroom: Store, long_articles: list[list[Hit]]) -> None:
    hits = [long_articles[0][0], long_articles[0][2], long_articles[1][1]]
    read = add_neighbours(newsroom, hits)
    assert read[:3] == hits
    assert len({h.passage.passage_id for h in read}) == len(read) > 3


def test_the_nearest_passages_are_added_below_the_found_one(newsroom: Store, long_articles: list[list[Hit]]) -> None:
    passages = long_articles[0]
    added = add_neighbours(newsroom, [passages[0]])[1:]
    assert [h.passage for h in added] == [h.passage for h in passages[1 : 1 + EVIDENCE_TUNING.neighbours]]
    assert all(h.score < passages[0].score for h in added)
