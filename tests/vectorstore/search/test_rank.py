from datetime import date

import pytest

from onrecord.vectorstore.model import Passage
from onrecord.vectorstore.search.answer_types import asked_kind, candidates
from onrecord.vectorstore.search.rank import Candidate, rank, read_question
from onrecord.vectorstore.search.recency import recency

DAY = date(2026, 5, 25)
WORDS = {"mayor": 2.0, "ferri": 3.0, "bridg": 2.5, "clos": 2.0}


def passage(name: str, body: str, title: str = "News", article: str = "", day: str | None = "2020-01-01", **scores: float) -> Candidate:
    where = Passage(name, article or name, 1, 500, 500 + len(body), ((500, 500 + len(body)),))
    return Candidate(where, title, body, day, **{"bm25": 0.5, "cosine": 0.5} | scores)


def order(question: str, *found: Candidate) -> list[str]:
    return [r.candidate.passage.passage_id for r in rank(read_question(question, WORDS, DAY), found, 10)]


def test_the_headline_counts_for_every_passage_of_its_article() -> None:
    body = "It was closed in the night."
    assert order("Why was the ferry bridge closed?", passage("a", body), passage("b", body, "Ferry bridge closed")) == ["b", "a"]


def test_news_of_the_week_comes_before_older_news_that_answers_alike_and_after_what_answers_better() -> None:
    fresh, old = passage("a", "The bridge is closed.", day="2026-05-24"), passage("b", "The bridge is closed.", day="2024-05-24")
    better = passage("c", "The mayor closed the ferry bridge.", day="2024-05-24", bm25=1.0, cosine=0.8)
    assert order("Has the mayor closed the ferry bridge?", old, fresh) == ["a", "b"]
    assert order("Has the mayor closed the ferry bridge?", fresh, better) == ["c", "a"]


def test_a_passage_without_any_figure_does_not_say_how_many() -> None:
    none, some = passage("a", "The mayor closed many bridges."), passage("b", "The mayor closed 14 bridges.")
    assert order("How many bridges did the mayor close?", none, some) == ["b", "a"]


def test_near_copies_do_not_crowd_out_another_answer() -> None:
    copies = [passage(n, "The mayor closed 14 bridges.", article="wire", bm25=0.6) for n in "abc"]
    assert order("How many bridges did the mayor close?", *copies, passage("d", "Mayor: 9 bridges closed.")).index("d") == 1


def test_every_score_is_the_sum_of_its_parts() -> None:
    best = rank(read_question("Why?", WORDS, DAY), [passage("a", "The ferry.")], 1)[0]
    assert {"bm25", "cosine", "fresh", "kind", "repeats"} <= best.parts.keys() and best.score > 0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who closed the bridge?", "person"),
        ("How many people were hurt?", "number"),
        ("What percentage of pupils were absent?", "share"),
        ("How much will the new bridge cost?", "money"),
        ("Which country left the treaty?", "country"),
        ("In which city did the ferry sink?", "place"),
        ("Which ferry company was fined?", "name"),
        ("When did the bridge fall?", "date"),
        ("Why did the bridge fall?", None),
        ("What did the mayor say?", None),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


def test_no_candidate_is_made_of_the_questions_own_words() -> None:
    text = "Mayor Ilse Brandt told Corvane Wire on Monday that Jonas Krey had closed it."
    assert candidates("person", text, frozenset({"mayor", "corvan"})) == {"jona krey"}
    assert candidates("country", "Norway and Chad", frozenset({"chad"})) == {"norway"}
    assert candidates(None, text, frozenset()) == set()


def test_a_named_month_or_year_wins_over_recency() -> None:
    march = (date(2024, 3, 1), date(2024, 4, 30))
    assert recency("2024-03-20", DAY, march) == 1.0 and recency("2026-05-24", DAY, march) == 0.0
    this_year = (date(2026, 1, 1), DAY)
    assert recency("2026-05-24", DAY, this_year) > recency("2026-01-02", DAY, this_year) > 0.0 == recency("2025-12-31", DAY, this_year)


def test_undated_articles_are_never_fresh() -> None:
    assert recency(None, DAY, None) == 0.0 and recency("2026-05-25", DAY, None) == 1.0
