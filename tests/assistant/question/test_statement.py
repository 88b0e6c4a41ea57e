import pytest

from onrecord.assistant.language import past_tense
from onrecord.assistant.question.statement import as_denial, as_statement


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Was Lidia Pavlenko acquitted of fraud?", "Lidia Pavlenko was acquitted of fraud."),
        ("Why did Ritvel resign?", "Ritvel resigned."),
        ("did the lumenpost boss resign?", "the lumenpost boss resigned."),
        ("Did voters in Halmsund reject the merger?", "voters in Halmsund rejected the merger."),
        ("Was the warehouse in Lower Tamsin insured?", "the warehouse in Lower Tamsin was insured."),
        ("Is Kessgaz on the sanctions list?", "Kessgaz is on the sanctions list."),
        ("Did anyone die in the fire?", "someone died in the fire."),
        ("Didn't Stanhelm flee?", "Stanhelm fled."),
        ("Is it true that Brasz lost?", "Brasz lost."),
        ("When did the mayor of Tarnsund step down?", "the mayor of Tarnsund stepped down."),
    ],
)
def test_questions_become_statements(question: str, statement: str) -> None:
    assert as_statement(question) == statement


@pytest.mark.parametrize(
    ("question", "denial"),
    [
        ("Was Lidia Pavlenko acquitted of fraud?", "Lidia Pavlenko was not acquitted of fraud."),
        ("Did the lumenpost boss resign?", "the lumenpost boss did not resign."),
        ("Has the ferry been raised?", "the ferry has not been raised."),
        ("Is it true that Brasz lost?", "It is not true that Brasz lost."),
        ("Why?", ""),
    ],
)
def test_a_question_that_is_answered_with_no_becomes_a_denial(question: str, denial: str) -> None:
    assert as_denial(question) == denial


@pytest.mark.parametrize("question", ["Who shot first?", "What happened?", "Summarise the strike", "Why?", "Did?", "Is"])
def test_questions_without_plain_order_become_nothing(question: str) -> None:
    assert as_statement(question) == ""


@pytest.mark.parametrize(
    ("verb", "past"),
    [("resign", "resigned"), ("go", "went"), ("overthrow", "overthrew"), ("deny", "denied"), ("stop", "stopped"), ("admit", "admitted"), ("visit", "visited"), ("play", "played"), ("leave", "left"), ("refer", "referred")],
)
def test_past_tense(verb: str, past: str) -> None:
    assert past_tense(verb) == past
