"""The errors that are drawn for reading: each is an error, of the kind that it is called, and a seed draws the same ones again."""

import pytest

from onrecord.assistant.evidence import Evidence, Selection
from onrecord.evals.reader.errors import WANTED, Error, Row, claim_error, draw, question_error
from onrecord.evals.reader.examples import NewsArticle
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.sentences import sentence_spans

TEXT = "The flood killed 17 people, police said. Governor Mekkel came on Wednesday. Schools stay closed."
ARTICLE = NewsArticle("a", "Flood", "2026-05-05", TEXT, tuple(sentence_spans(TEXT)))
CAME = [41, 75]


class FixedJudge:
    name = "fixed"

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def score(self, claim: str, source: str) -> float:
        return self._probability


@pytest.mark.parametrize(
    ("probability", "label", "error"), [(0.1, 1, "faithful-stopped"), (0.9, 0, "faulty-passed"), (0.9, 1, None), (0.1, 0, None)]
)
def test_a_claim_is_an_error_where_the_verdict_and_the_label_differ(probability: float, label: int, error: str | None) -> None:
    row = {"article": "a", "claim": "Mekkel visited at midweek.", "sentences": [CAME], "label": label}
    found = claim_error(FixedJudge(probability), {"a": ARTICLE}, row)
    assert (found and found.error) == error
    assert found is None or "Governor Mekkel came" in found.read


def test_the_rules_count_too() -> None:
    row = {"article": "a", "claim": "Governor Mekkel came on Friday.", "sentences": [CAME], "label": 0}
    assert claim_error(FixedJudge(0.9), {"a": ARTICLE}, row) is None
    found = claim_error(FixedJudge(0.9), {"a": ARTICLE}, row | {"label": 1})
    assert found and found.found.startswith("date-not-in-source")


def selection(start: int, end: int, answerability: float) -> Selection:
    return Selection((Evidence(Article("a", TEXT, "Flood", 1), start, end, 1.0, {}, None),), answerability)


@pytest.mark.parametrize(
    ("answers", "served", "error"),
    [
        ([CAME], selection(*CAME, 0.9), None),
        ([CAME], selection(0, 40, 0.9), "first-sentence-wrong"),
        ([CAME, [0, 40]], selection(0, 40, 0.9), None),
        ([CAME], selection(*CAME, 0.01), "answerable-refused"),
        ([CAME], Selection((), 0.0), "answerable-refused"),
        ([], selection(*CAME, 0.9), "unanswerable-answered"),
        ([], selection(*CAME, 0.01), None),
    ],
)
def test_a_question_is_an_error_where_its_first_sentence_is_none_that_answers(answers: list[list[int]], served: Selection, error: str | None) -> None:
    found = question_error(served, ARTICLE, {"question": "When did Mekkel come?", "answers": answers})
    assert (found and found.error) == error


def test_a_seed_draws_the_same_errors_again_and_no_more_than_wanted() -> None:
    rows = [{"number": n} for n in range(200)]

    def find(row: Row) -> Error | None:
        return Error("answerable-refused" if row["number"] % 2 else "first-sentence-wrong", row, 0.5, "", "") if row["number"] > 20 else None

    def numbers(seed: int) -> list[int]:
        return [e.row["number"] for e in draw(rows, find, "answerable-refused", seed)]

    assert numbers(1) == numbers(1) != numbers(2)
    assert len(set(numbers(1))) == WANTED["answerable-refused"]
    assert all(n > 20 and n % 2 for n in numbers(1))
    judged = [e.judged for e in draw(rows, find, "answerable-refused", 1)]
    assert judged == sorted(set(judged)) and len(judged) <= judged[-1] <= len(rows)
    assert list(draw(rows[:21], find, "answerable-refused", 1)) == []
