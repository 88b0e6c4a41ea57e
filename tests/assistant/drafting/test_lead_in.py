from dataclasses import replace

import pytest

from onrecord.assistant.attribution import extract_statements
from onrecord.assistant.drafting.lead_in import credit_line, possessive, quote, quote_all, with_role
from onrecord.assistant.evidence.model import Evidence
from onrecord.vectorstore.model import Article


def evidence_of(text: str, sentence: str, publisher: str | None = "Corvane Wire", day: str | None = "2026-02-11", article_id: str = "a") -> Evidence:
    start = text.index(sentence)
    end = start + len(sentence)
    statement = next((s for s in extract_statements(text) if start <= s.content.start < end), None)
    return Evidence(Article(article_id, text, "t", 1, publisher=publisher, published_at=day), start, end, 1.0, {}, statement)


@pytest.mark.parametrize("text", ["The ford was closed.", "Jana Ritvel claimed the ford was mined.", "The union warned that the ford was mined."])
def test_a_sentence_that_names_its_speaker_stands_alone(text: str) -> None:
    claim = quote(evidence_of(text, text), 2)
    assert (claim.text, claim.body, claim.cites) == (f"{text} (Corvane Wire, 11 February 2026)", text, (2,))


@pytest.mark.parametrize(
    ("before", "lead_in"),
    [
        ("“The ford was closed,” said Jana Ritvel.", "Jana Ritvel said:"),
        ("“The ford was closed,” claimed Jana Ritvel.", "Jana Ritvel’s claim:"),
        ("“The ford was closed,” said the union.", "The union said:"),
        ("“The ford was closed,” said army spokeswoman Jana Ritvel.", "Spokeswoman Jana Ritvel said:"),
    ],
)
def test_a_sentence_without_its_speaker_gets_a_lead_in(before: str, lead_in: str) -> None:
    assert quote(evidence_of(f"{before} “The bridge was mined.”", "“The bridge was mined.”"), 1).lead_in == lead_in


@pytest.mark.parametrize(
    ("publisher", "day", "note"),
    [(None, "2026-02-11", "(11 February 2026)"), ("The Wire", None, "(The Wire, undated)"), (None, None, "(undated)")],
)
def test_a_missing_outlet_or_day_is_said(publisher: str | None, day: str | None, note: str) -> None:
    assert quote(evidence_of("The ford was closed.", "The ford was closed.", publisher, day), 1).source_note == note


def test_a_second_quote_of_one_report_does_not_name_it_again() -> None:
    text = "The ford was closed. Jana Ritvel claimed the bridge was mined."
    first, second = (evidence_of(text, s) for s in ("The ford was closed.", "Jana Ritvel claimed the bridge was mined."))
    other = evidence_of("The council met.", "The council met.", article_id="b")
    assert [c.source_note for c in quote_all([first, second, other])] == ["(Corvane Wire, 11 February 2026)", "", "(Corvane Wire, 11 February 2026)"]


def test_a_pronoun_gets_its_name_in_brackets_and_keeps_the_cited_words() -> None:
    text = "Jana Ritvel said the ford was closed. She said the bridge was mined."
    claim = quote(evidence_of(text, "She said the bridge was mined."), 1)
    assert claim.body == "She [Jana Ritvel] said the bridge was mined." and claim.verbatim == "She said the bridge was mined."


def test_a_weekday_gets_its_date_in_brackets_if_a_day_is_asked_for() -> None:
    text = "The ford was closed on Monday."
    evidence = evidence_of(text, text)  # published on Wednesday, 11 February 2026
    asked = quote(replace(evidence, day_asked=True), 1)
    assert asked.body == "The ford was closed on Monday [9 February 2026]." and asked.verbatim == text
    assert quote(evidence, 1).body == text


@pytest.mark.parametrize(
    ("name", "role", "expected"),
    [
        ("Ilse Brandt", "president", "president Ilse Brandt"),
        ("Jana Ritvel", "spokeswoman for the army", "Jana Ritvel, spokeswoman for the army"),
        ("Silvan Botero", "agency’s director", "Silvan Botero, the agency’s director"),
    ],
)
def test_a_role_goes_before_or_behind_the_name(name: str, role: str, expected: str) -> None:
    assert with_role(name, role) == expected


def test_nouns_take_their_article() -> None:
    evidence = evidence_of("The union said the ford was mined.", "The union said the ford was mined.")
    assert credit_line(evidence, "order") == "An order by the union" and credit_line(evidence, "claim") == "A claim by the union"
    assert possessive("Jana Ritvel") == "Jana Ritvel’s" and possessive("Ivo Vells") == "Ivo Vells’"
