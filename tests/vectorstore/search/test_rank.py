from datetime import date

from onrecord.vectorstore.model import Passage
from onrecord.vectorstore.search.rank import WEIGHTS, Candidate, rank, read_question

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
    assert best.parts.keys() == WEIGHTS.keys() and best.score == sum(WEIGHTS[name] * value for name, value in best.parts.items())
