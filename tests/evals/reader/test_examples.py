"""Which of our rows the reader is trained on, and with which sentences."""

import random

from onrecord.evals.reader.examples import NOT_SUPPORTED, SUPPORTED, NewsArticle, own_questions, own_support, with_twins
from onrecord.vectorstore.sentences import sentence_spans

TEXT = "The flood killed 17 people, police said. Governor Mekkel came on Wednesday. Schools stay closed."
ARTICLE = NewsArticle("a", "Flood", "2026-05-05", TEXT, tuple(sentence_spans(TEXT)))


def test_a_claim_without_a_twin_is_not_trained_on() -> None:
    rows = [{"claim": "a"}, {"claim": "b"}, {"claim": "b'", "twin_of": 1}]
    assert [r["claim"] for r in with_twins(rows)] == ["b", "b'"]


def test_a_claim_is_read_with_the_sentences_that_bear_on_it() -> None:
    row = {"claim": "Mekkel came on Friday.", "sentences": [[41, 74]], "label": 0, "kind": "date"}
    for seed in range(20):
        example = own_support(row, ARTICLE, random.Random(seed))
        assert "Governor Mekkel came on Wednesday." in example.sentences
        assert example.label == NOT_SUPPORTED
    assert own_support(row | {"label": 1, "kind": ""}, ARTICLE, random.Random(1)).label == SUPPORTED


def test_the_span_lies_in_the_sentence_that_answers() -> None:
    row = {"question": "When do lessons begin again?", "answers": [[75, 96]], "near": [], "span": "closed", "kind": "date"}
    *answering, opening = own_questions(row, ARTICLE, random.Random(1))
    assert [e.label for e in answering] == [1]
    for example in answering:
        assert example.span
        number, start, end = example.span
        assert example.sentences[number][start:end] == "closed"
    assert opening.sentences[0] == "The flood killed 17 people, police said."


def test_a_question_that_nothing_answers_has_no_answering_sentence() -> None:
    row = {"question": "Who drowned?", "answers": [], "near": [[0, 40]], "kind": "unanswerable"}
    (example,) = own_questions(row, ARTICLE, random.Random(1))
    assert (example.label, example.answering, example.span) == (0, (), None)
