import pytest

from onrecord.assistant.question.small_talk import ASK_ON, ENGLISH_ONLY, GOODBYE, HELLO, WELCOME, WHAT_ABOUT, small_talk_reply


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("hello", HELLO),
        ("Good morning!", HELLO),
        ("thanks", WELCOME),
        ("Great, thank you very much.", WELCOME),
        ("bye", GOODBYE),
        ("ok", ASK_ON),
        ("What happened?", WHAT_ABOUT),
        ("what's new", WHAT_ABOUT),
        ("Why?", WHAT_ABOUT),
        ("Wie viele Menschen wurden bei der Flut getötet?", ENGLISH_ONLY),
        ("Qui est le maire de Tarnsund?", ENGLISH_ONLY),
        ("¿Cuántos muertos dejó la inundación?", ENGLISH_ONLY),
        ("Сколько людей погибло?", ENGLISH_ONLY),
    ],
)
def test_messages_that_ask_nothing_of_the_articles(text: str, reply: str | None) -> None:
    assert small_talk_reply(text, alone=True) == reply


@pytest.mark.parametrize(
    "text",
    [
        "What happened in Tarnsund?",
        "hello world programme cancelled",
        "Who thanked the rescuers?",
        "Die Partei won?",
        "Tarnsund flood toll",
        "Who is Hélène de la Cruz?",
        "El Niño warning",
        "Los Angeles wildfire El Niño",
        "Playa del Carmen, Mar del Plata shooting",
        "Who is Владимир Путин?",
        "Who said “¿Por qué no te callas?”",
        "What happened today?",
    ],
)
def test_a_question_is_searched_for(text: str) -> None:
    assert small_talk_reply(text, alone=True) is None


def test_why_may_be_about_the_answer_before() -> None:
    assert small_talk_reply("Why?", alone=False) is None
    assert small_talk_reply("thanks", alone=False) == WELCOME
