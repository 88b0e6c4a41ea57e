import pytest

from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.search.spelling import correct_spelling
from onrecord.vectorstore.store import Store


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Was Stanhlem acquitted?", {"Stanhlem": "Stanhelm"}),
        ("how many died at the ferygate brige", {"ferygate": "Ferrygate", "brige": "Bridge"}),
        ("What did Havrnka say?", {"Havrnka": "Havránka"}),
        ("What did Havranka say?", {}),
        ("WAS STANHELM ACQUITTED?", {}),
    ],
)
def test_a_misspelt_word_is_read_as_the_archive_writes_it(newsroom: Store, question: str, read: dict[str, str]) -> None:
    assert correct_spelling(newsroom, question) == read


@pytest.mark.parametrize("question", ["How much ransom was demanded?", "Whereabouts of the penguins?", "When did Obama visit Berlin?", "Who won the cricket world cup?"])
def test_what_the_archive_does_not_know_stays_as_it_is(newsroom: Store, question: str) -> None:
    assert correct_spelling(newsroom, question) == {}


def test_the_answer_says_how_a_word_was_read(assistant: Assistant) -> None:
    answer = answer_turn(assistant, "Was Viktor Stanhlem sentenced to prison?", as_of="2026-05-25").answer
    assert answer.notice == "“Stanhlem” is read as “Stanhelm”." and "Stanhelm" in answer.text and "Stanhlem" in answer.question


def test_an_answer_about_now_says_where_the_archive_ends(assistant: Assistant) -> None:
    question = "How many people has the Oske flood killed so far?"
    assert "The newest article here is of" in (answer_turn(assistant, question, as_of="2026-12-01").answer.notice or "")
    assert answer_turn(assistant, question, as_of="2026-05-21").answer.notice is None
