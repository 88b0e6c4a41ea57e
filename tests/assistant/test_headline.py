import pytest

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence.model import Evidence
from onrecord.assistant.headline import answering_piece
from onrecord.assistant.question import rewrite_question
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.model import Article


def first_line(assistant: Assistant, question: str) -> str:
    return answer_turn(assistant, question, as_of="2026-05-25").answer.text.splitlines()[0]


def test_yes_and_no_lead_where_a_sentence_settles_the_question(reading_assistant: Assistant) -> None:
    assert first_line(reading_assistant, "Has the Assembly ratified the Kessin ceasefire?").startswith("Yes [1]")
    assert first_line(reading_assistant, "Has Ishkara published its losses?") == "No [1]"
    assert first_line(reading_assistant, "Did Kestrel Dunmore accept the findings of the inquiry?") == "No, according to Kestrel Dunmore [1]"


def test_a_settled_answer_cites_its_sentence_and_names_its_kind(reading_assistant: Assistant) -> None:
    answer = answer_turn(reading_assistant, "Has Ishkara published its losses?", as_of="2026-05-25").answer
    assert answer.headline and answer.question_kind == "yes-no"
    assert (answer.headline.start, answer.headline.end) == (answer.citations[0].start, answer.citations[0].end)


def test_what_is_disputed_or_another_persons_gets_neither_word(reading_assistant: Assistant) -> None:
    for question in ("Did Ishkara fire first at Hrabin Ford?", "Was Ghazaran acquitted?", "Was the redspot virus brought in by a ship?"):
        answer = answer_turn(reading_assistant, question, as_of="2026-05-25").answer
        assert not answer.headline or answer.headline.text not in ("Yes", "No"), question


def test_who_somebody_is_leads_with_the_role(reading_assistant: Assistant) -> None:
    assert first_line(reading_assistant, "Who is Silvan Botero?").startswith("The agency’s director")
    assert first_line(reading_assistant, "Who is Rosalind Tchaikov?").startswith("Bookkeeper")


def test_a_false_premise_is_named_with_the_persons_role(reading_assistant: Assistant) -> None:
    answer = answer_turn(reading_assistant, "Why did Ritvel resign?", as_of="2026-05-25").answer
    assert answer.status == "abstained"
    assert answer.text.startswith("Nothing here says that Ritvel resigned; Jana Ritvel is") and "spokeswoman" in answer.text.split(".")[0]


def test_a_premise_that_an_article_gives_is_not_denied(reading_assistant: Assistant) -> None:
    for question in ("Why was Stanhelm sentenced?", "When did the Ferrygate Bridge fall?"):
        assert "Nothing here says" not in answer_turn(reading_assistant, question, as_of="2026-05-25").answer.text


def test_a_summary_has_no_headlines_and_comes_in_order_of_time(reading_assistant: Assistant) -> None:
    answer = answer_turn(reading_assistant, "What happened at the Lomnicë market?", as_of="2026-05-25").answer
    cited = [next(c for c in answer.citations if c.n == claim.citations[0]) for claim in answer.claims]
    assert len(cited) > 2 and [c.published_at or "9999" for c in cited] == sorted(c.published_at or "9999" for c in cited)
    assert all(c.cited_text.rstrip("”\"’").endswith((".", "!", "?")) for c in cited)


@pytest.mark.parametrize(
    ("question", "sentence", "piece", "headline"),
    [
        ("Who pays for it?", "It is paid by a foundation and by its members.", "a foundation", None),
        ("Who pays for it?", "It is paid by a foundation in Druva.", "a foundation", "a foundation"),
        ("How many died?", "Seven died in May, 19 in June.", "Seven died in May, 19", None),
        ("How many died?", "Seven died in May.", "Seven", "Seven"),
        ("On what date did it fall?", "It fell on 4 May.", "4 May", "4 May"),
        ("On what date did it fall?", "The hangers of the bridge in Druva fell on 4 May.", "hangers of the bridge in Druva fell on 4 May", None),
    ],
)
def test_a_piece_that_is_only_part_of_the_answer_does_not_lead(question: str, sentence: str, piece: str, headline: str | None) -> None:
    at = sentence.index(piece)
    evidence = Evidence(Article("a", sentence, "Ford"), 0, len(sentence), 1.0, {}, None, answer=Span(at, at + len(piece)))
    found = answering_piece(rewrite_question(question), evidence, 1)
    assert (found.text if found else None) == headline
