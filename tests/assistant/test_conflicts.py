from dataclasses import replace

import pytest

from assistant.attribution import extract_statements
from assistant.conflicts import Disagreement, disagreements
from assistant.evidence import Evidence
from assistant.question import rewrite_question
from assistant.sources import independent_sources
from assistant.turn import Assistant, answer_turn
from vectorstore.records import Article

TANKS = "How many tanks were destroyed?"


def said(text: str, day: str | None = "2026-03-04", outlet: str = "Corvane Wire") -> Evidence:
    statement = next((s for s in extract_statements(text) if s.speaker), None)
    return Evidence(Article(text[:20], text, "t", 1, publisher=outlet, published_at=day), 0, len(text), 1.0, {"coverage": 1.0}, statement)


def kinds(question: str, *evidence: Evidence) -> list[Disagreement]:
    return list(disagreements(rewrite_question(question, as_of="2026-05-25"), evidence))


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
    assert answer.text.startswith("The sources differ.")


WIRE = "DRUVA, Feb 11 (Corvane Wire) — Tolmara and Ishkara accused each other on Wednesday of firing the first shots in a clash at a ford on the river that left three dead."


def test_copies_of_one_wire_story_are_one_source() -> None:
    wire = Article("1", WIRE, "t", 1, publisher="Corvane Wire")
    paper = Article("2", WIRE.partition("— ")[2] + " The Courier has asked both armies for comment.", "t", 1, publisher="Druva Courier")
    other = Article("3", "Observers said on Tuesday that nobody could tell who had shot first at the ford.", "t", 1, publisher="Northbank Post")
    assert independent_sources([wire]) == independent_sources([wire, paper]) == 1
    assert independent_sources([wire, paper, other]) == 2
    assert independent_sources([other, replace(other, article_id="4", text="Another story altogether.")]) == 1, "one outlet is one source"
