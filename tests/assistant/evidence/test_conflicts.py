from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.assistant.attribution.extract import extract_statements
from onrecord.assistant.evidence.conflicts import find_disagreements
from onrecord.assistant.evidence.independence import count_independent_sources
from onrecord.assistant.evidence.model import Disagreement, Evidence
from onrecord.assistant.language.quantities import DEAD, quantities
from onrecord.assistant.question.rewrite import rewrite_question
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import open_store

TANKS = "How many tanks were destroyed?"


def said(text: str, day: str | None = "2026-03-04", outlet: str = "Corvane Wire") -> Evidence:
    statements = tuple(s for s in extract_statements(text) if s.speaker)
    article = Article(text[:20], text, "t", 1, publisher=outlet, published_at=day)
    return Evidence(article, 0, len(text), 1.0, {"coverage": 1.0}, statements[0] if statements else None, statements)


def kinds(question: str, *evidence: Evidence) -> list[Disagreement]:
    return list(find_disagreements(rewrite_question(question, as_of="2026-05-25"), evidence))


def test_two_speakers_with_two_figures() -> None:
    assert kinds(TANKS, said("Tolmara claimed 31 tanks were destroyed."), said("Major Nasim Qoruk said four tanks had been lost.")) == [Disagreement("number", 0, 1)]


@pytest.mark.parametrize(
    "other",
    [
        "Major Nasim Qoruk said 31 tanks had been lost.",
        "Major Nasim Qoruk said nine trucks had been lost.",
        "Major Nasim Qoruk said tanks had been lost in 2024.",
        "Major Nasim Qoruk said tanks had been lost on March 3.",
    ],
)
def test_same_figure_and_other_things_are_no_conflict(other: str) -> None:
    assert kinds(TANKS, said("Tolmara claimed 31 tanks were destroyed."), said(other)) == []


def test_later_figure_of_the_same_speaker_supersedes_and_leads() -> None:
    early, late = said("Mayor Bohdan Krael said 14 people were killed.", "2026-02-26"), said("Mayor Bohdan Krael said 23 people were killed.", "2026-03-01")
    assert kinds("How many people were killed?", early, late) == [Disagreement("superseded", 1, 0)]


HOMES = "How many homes cannot be lived in?"
KILLED = "How many people were killed?"


@pytest.mark.parametrize(
    "question, one, other",
    [
        (HOMES, "The governor said 1,140 homes could not be lived in.", "Police said the death toll had risen to 19."),
        ("How many people were evacuated?", "The director said 11,400 people had been evacuated.", "Officials said nine people had been killed."),
        ("How many workers joined the strike?", "The union said 3,200 workers had joined.", "Norrhamar said it had offered four."),
        (TANKS, "Major Nasim Qoruk said four tanks had been lost.", "The president was asked whether she believed that 31 tanks had been destroyed."),
        (TANKS, "Major Nasim Qoruk said four tanks had been lost.", "Major Nasim Qoruk, the Ishkaran spokesman, said 31 tanks had been lost."),
    ],
)
def test_other_things_questions_and_one_speaker_are_no_conflict(question: str, one: str, other: str) -> None:
    assert kinds(question, said(one), said(other)) == []


def test_units_are_read_off_the_parse() -> None:
    counted = {q.value: q.unit for q in quantities("The number of people killed rose to 19, and 12 destroyed tanks were found in 2 of the villages.")}
    assert counted[19] == DEAD and counted[12] == "tank" and counted[2] == "villag"


@pytest.mark.parametrize("text", ["12", "12 3", "Forty, fifty.", "2026-03-04 12:30", "Twelve of."])
def test_bare_numbers_count_nothing_and_are_read_to_an_end(text: str) -> None:
    assert all(q.unit == "" for q in quantities(text))


def test_two_counts_side_by_side_need_no_noun() -> None:
    text = "The mayor said attendance was put at 40,000. Druva police spoke of 15,000."
    whole = said(text)
    first, second = (s for s in (replace(whole, end=44), replace(whole, start=45, statement=None)))
    assert [q.unit for q in quantities(first.text) + quantities(second.text)] == ["", ""]
    assert [d.kind for d in kinds("How many people came to the rally?", first, second)] == ["number"]


def test_a_toll_is_counted_up_whoever_tells_it() -> None:
    early, late = said("At least 14 people were killed on Thursday.", "2026-02-26"), said("In all 23 people died in the attack.", "2026-05-11", "Radio Veyl")
    assert kinds(KILLED, early, late) == [Disagreement("superseded", 1, 0)]


def test_both_sides_in_one_sentence() -> None:
    both = said("Sorin answered Brask’s claim that “there is no counteroffensive” by saying that the counteroffensive had failed.")
    found = kinds("Is there a counteroffensive?", both)
    assert [(d.kind, d.first, d.second) for d in found] == [("negation", 0, 0)]
    assert found[0].within is not None and {s.speaker_name for s in found[0].within} == {"Sorin", "Brask"}


def test_a_denial_of_something_else_is_no_conflict() -> None:
    question = "Why did the minister resign?"
    assert kinds(question, said("Two officials said that Lauss had met Oona Vell in March."), said("Vell denied it.")) == []


def test_claimed_and_denied_and_negated() -> None:
    question = "Is there a counteroffensive?"
    none, failed = said("Anton Brask said that there is no counteroffensive."), said("Viktor Sorin declared that the counteroffensive has failed.")
    assert kinds(question, none, failed) == [Disagreement("negation", 0, 1)]
    assert kinds("Was the ford mined?", said("Anton Brask claimed that the ford was mined."), said("Viktor Sorin denied that the ford was mined.")) == [
        Disagreement("denial", 0, 1)
    ]


def test_both_sides_are_served_with_speaker_and_citation_and_nothing_is_decided(assistant: Assistant) -> None:
    answer = answer_turn(assistant, "How many Norrhamar workers joined the strike on the first day?", as_of="2026-05-25").answer
    conflict = next(c for c in answer.conflicts if c.kind == "number")
    first, second = (answer.claims[i] for i in conflict.claims)
    assert "3,200" in first.text + second.text and "1,900" in first.text + second.text
    assert first.speaker and second.speaker and first.citations and second.citations
    lines = answer.text.split("\n")
    assert lines.index("The sources differ.") == max(conflict.claims), "it is said where the second side begins"
    cited = {c.n: c.cited_text for c in answer.citations}
    assert all(side.speaker and side.text in cited[side.citation] for side in conflict.sides)


def test_the_two_sides_of_one_sentence_are_shown_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "front.txt").write_text(
        "Title: Two presidents on the front\nDate: 2026-03-04\n\nSorin answered Brask’s claim that “there is no counteroffensive” by stating that the counteroffensive has failed.\n",
        "utf-8",
    )
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [tmp_path / "front.txt"])
        (conflict,) = answer_turn(Assistant(store), "Is there a counteroffensive?").answer.conflicts
    assert [(s.speaker, s.text) for s in conflict.sides] == [("Brask", "“there is no counteroffensive”"), ("Sorin", "the counteroffensive has failed")]


WIRE = "DRUVA, Feb 11 (Corvane Wire) — Tolmara and Ishkara accused each other on Wednesday of firing the first shots in a clash at a ford on the river that left three dead."


def test_copies_of_one_wire_story_are_one_source() -> None:
    wire = Article("1", WIRE, "t", 1, publisher="Corvane Wire")
    paper = Article("2", WIRE.partition("— ")[2] + " The Courier has asked both armies for comment.", "t", 1, publisher="Druva Courier")
    other = Article("3", "Observers said on Tuesday that nobody could tell who had shot first at the ford.", "t", 1, publisher="Northbank Post")
    assert count_independent_sources([wire], {}) == count_independent_sources([wire, paper], {}) == 1
    assert count_independent_sources([wire, paper, other], {}) == 2
    assert count_independent_sources([other, replace(other, article_id="4", text="Another story altogether.")], {}) == 1, "one outlet is one source"
