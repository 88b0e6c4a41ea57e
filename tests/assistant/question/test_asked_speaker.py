import pytest

from onrecord.assistant.question.asked_speaker import find_asked_speaker


@pytest.mark.parametrize(
    ("text", "name", "topic"),
    [
        ("What did Oona Vell say about the tanks?", "Oona Vell", "the tanks"),
        ("Why did the company announce layoffs?", "company", "layoffs"),
        ("What has the union demanded?", None, None),
        ("What is Ivo Kask saying about the valley?", "Ivo Kask", "the valley"),
        ("According to the freed corporal, what were prisoners told?", "freed corporal", "what were prisoners told"),
        ("How many tanks were lost, according to the minister?", "minister", "How many tanks were lost"),
        ("How did Kask react to the report?", "Kask", "the report"),
        ("What is the mayor's view on the budget?", "mayor", "the budget"),
        ("What was the reaction of Oona Vell to the report?", "Oona Vell", "the report"),
        ("Does the State Protection Office confirm that he was its man?", "State Protection Office", "he was its man"),
        ("What did Oona Vell say in her resignation speech over the letter?", "Oona Vell", "over the letter"),
        ("What did Kask say when he apologised?", "Kask", ""),
        ("What did people say about it?", None, None),
        ("What did they say?", None, None),
        ("What caused the flood?", None, None),
        ("When was Kask's warning printed?", None, None),
        ("Who said that the tanks were lost?", None, None),
    ],
)
def test_whose_words(text: str, name: str | None, topic: str | None) -> None:
    found = find_asked_speaker(text)
    assert (found and found.name, found and found.topic) == (name, topic)
