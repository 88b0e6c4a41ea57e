"""The prompt of a chat model: the evidence with its surroundings, what the form of the question wants, and what is disputed."""

from dataclasses import replace

from onrecord.assistant.drafting.drafter import drafting_prompt
from onrecord.assistant.turn import Assistant, Turn, answer_turn


def turn_for(assistant: Assistant, question: str) -> Turn:
    return answer_turn(assistant, question, as_of="2026-05-25")


def test_each_sentence_stands_with_its_neighbours_outlet_and_day(reading_assistant: Assistant) -> None:
    turn = turn_for(reading_assistant, "How many people died when the Ferrygate Bridge fell?")
    prompt = drafting_prompt(turn.question, turn.selection)
    for n, e in enumerate(turn.selection.evidence, 1):
        assert f"[{n}] ({e.article.publisher or 'unnamed outlet'}, {e.article.published_at or 'undated'}" in prompt and e.text in prompt
    around = [line.strip().partition(": ")[2] for line in prompt.split("\n") if line.startswith(("    before: ", "    after: "))]
    assert around and all(any(piece in e.article.text for e in turn.selection.evidence) for piece in around)


def test_nothing_invisible_comes_into_the_prompt_with_a_question(reading_assistant: Assistant) -> None:
    turn = turn_for(reading_assistant, "How many people died when the Ferrygate Bridge fell?")
    asked = replace(turn.question, text="How many\u202e died\u202c?\x1b[2J")
    assert "\nQuestion: How many died?\n" in drafting_prompt(asked, turn.selection)


def test_it_says_what_the_form_of_the_question_wants(reading_assistant: Assistant) -> None:
    asked = {q: turn_for(reading_assistant, q) for q in ("Did the lumenpost boss resign?", "Why did the Ferrygate Bridge fall?")}
    first, second = (drafting_prompt(t.question, t.selection) for t in asked.values())
    assert "Begin with Yes or No" in first and "Begin with the reason" in second


def test_it_says_which_sentences_disagree(reading_assistant: Assistant) -> None:
    turn = turn_for(reading_assistant, "How many workers joined the Norrhamar walkout?")
    assert turn.selection.disagreements
    assert "Sentences [1] and [2] give different figures" in drafting_prompt(turn.question, turn.selection)
