from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.assistant.attribution.extract import extract_statements
from onrecord.assistant.evidence.conflicts import find_disagreements, unit_of_difference
from onrecord.assistant.evidence.figures import shared_unit, sole_figure
from onrecord.assistant.evidence.independence import count_independent_sources
from onrecord.assistant.evidence.model import Disagreement, Evidence
from onrecord.assistant.evidence.updates import fold_replaced
from onrecord.assistant.language.quantities import DEAD, Quantity, locate_figures, quantities
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


def folded(question: str, *evidence: Evidence) -> tuple[list[int], list[tuple[str, str, int]]]:
    """The numbers of the evidence that stands, and what it replaces: kind, words and the place of the evidence that replaces it."""
    asked = rewrite_question(question, as_of="2026-05-25")
    kept, replaced = fold_replaced(asked, evidence)
    return [evidence.index(e) for e in kept], [(r.kind, r.text, r.by) for r in replaced]


def test_later_figure_of_the_same_speaker_supersedes_and_leads() -> None:
    early, late = said("Mayor Bohdan Krael said 14 people were killed.", "2026-02-26"), said("Mayor Bohdan Krael said 23 people were killed.", "2026-03-01")
    assert kinds("How many people were killed?", early, late) == []
    assert folded("How many people were killed?", early, late) == ([1], [("superseded", "14", 0)])


def test_a_chain_of_updates_is_told_in_order_of_time_under_the_newest() -> None:
    reports = [said(f"{n} people were killed in the flood at Brun.", day) for n, day in (("Nine", "2026-04-11"), ("17", "2026-04-14"), ("Four", "2026-04-10"))]
    assert folded("How many people were killed in the flood?", *reports) == ([1], [("superseded", "Four", 0), ("superseded", "Nine", 0)])


@pytest.mark.parametrize("rival", ["Major Nasim Qoruk said that only nine people were killed.", "Major Nasim Qoruk said that the true number of people killed was nine."])
def test_a_rival_claim_of_a_named_other_side_is_never_superseded(rival: str) -> None:
    early, late = said(rival, "2026-02-28"), said("In all 23 people were killed.", "2026-03-11", "Radio Veyl")
    assert folded("How many people were killed?", late, early) == ([0, 1], [])
    assert kinds("How many people were killed?", late, early) == [Disagreement("number", 0, 1)]


def test_a_count_long_after_by_somebody_else_is_of_another_event() -> None:
    early, late = said("Jana Ritvel said two soldiers were killed.", "2026-02-11"), said("Oona Vell said 412 soldiers were killed.", "2026-05-20")
    assert kinds("How many soldiers were killed?", early, late) == [] and folded("How many soldiers were killed?", early, late) == ([0, 1], [])


def two_of(text: str, *starts: str, day: str = "2026-03-04") -> list[Evidence]:
    """Evidence for neighbouring sentences of one article, each from one of the `starts` to the next."""
    whole = said(text, day)
    places = [text.index(s) for s in starts] + [len(text) + 1]
    pieces = []
    for start, end in pairwise(places):
        own = tuple(s for s in whole.said if start <= s.content.start < end)
        pieces.append(replace(whole, start=start, end=end - 1, statement=own[0] if own else None, said=own, parts={"coverage": 1.0, "sentence_read": 1.0}))
    return pieces


def test_a_correction_is_no_conflict_and_the_corrected_figure_stands() -> None:
    pair = two_of("Correction: an earlier version of this report said that ten combs were found. Nine combs were found, police said.", "Correction", "Nine")
    assert kinds("How many combs were found?", *pair) == []
    assert folded("How many combs were found?", *pair) == ([1], [("corrected", "ten", 0)])


@pytest.mark.parametrize(
    "question, text, second",
    [
        ("Was the captain drunk?", "A nurse said that he had been drunk. His lawyer said that he had been sober.", "His"),
        ("Did the alarm ring?", "Police said that the alarm had rung at noon. Simon Petrel said that the alarm never rang.", "Simon"),
        ("Were foremen threatened?", "Anna Solv said that nobody had been threatened. Aksel Brun said that two foremen had been threatened.", "Aksel"),
        ("Did the belt have a switch?", "The union said that the belt was installed without a switch. Kupra Nord said that every belt had a switch.", "Kupra"),
    ],
)
def test_opposite_answers_of_two_voices(question: str, text: str, second: str) -> None:
    assert [d.kind for d in kinds(question, *two_of(text, text[:5], second))] == ["negation"]


@pytest.mark.parametrize(
    "question, text, second",
    [
        ("Did the alarm ring?", "Police said that the alarm had rung at noon. Simon Petrel said that the alarm rang twice.", "Simon"),
        ("Did the alarm ring?", "Police said that the alarm had rung. Simon Petrel said that nobody had stolen the car.", "Simon"),
        ("Was a camera on the balloon?", "Mara Quill said that no camera was on the balloon. Ivo Prass said that the balloon flew east.", "Ivo"),
        ("Did the alarm ring?", "Police said that the alarm had rung. Police said that the siren had not rung.", "Police said that the siren"),
    ],
)
def test_agreement_other_things_and_one_voice_are_no_opposites(question: str, text: str, second: str) -> None:
    assert kinds(question, *two_of(text, text[:5], second)) == []


def test_a_reply_disputes_what_stands_before_it() -> None:
    pair = two_of("Major Nasim Qoruk claimed that drones had destroyed two guns. Col. Jana Ritvel, of the other army, called this a fantasy.", "Major", "Col.")
    assert [d.kind for d in kinds("Were guns destroyed?", *pair)] == ["denial"]


@pytest.mark.parametrize(
    "question, text, second, different",
    [
        ("What is the ring worth?", "Lucia Ambry said that the ring was worth 900 florins. The insurer put its value at 350 florins.", "The insurer", True),
        ("How many people marched?", "Lucia Ambry said that more than 3,000 people had marched. The police counted 3,200.", "The police", False),
        ("How many combs were found?", "Lucia Ambry said that twelve combs were stolen. Police said that nine of the twelve combs were found.", "Police", False),
        ("What share voted for it?", "The clerk said that 54 percent had voted for it. Rivers First said that it would count again in two villages.", "Rivers", False),
    ],
)
def test_figures_of_one_thing(question: str, text: str, second: str, different: bool) -> None:
    asked = replace(rewrite_question(question, as_of="2026-05-25"), mentions_figure=True)
    assert bool(find_disagreements(asked, two_of(text, text[:5], second))) is different


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
    assert folded(KILLED, early, late) == ([1], [("superseded", "14", 0)])


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
    assert sorted(str(side.answer) for side in conflict.sides) == ["1,900", "3,200"], "the figures in which they differ"
    assert conflict.unit == "workers"


def test_the_two_sides_of_one_sentence_are_shown_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "front.txt").write_text(
        "Title: Two presidents on the front\nDate: 2026-03-04\n\nSorin answered Brask’s claim that “there is no counteroffensive” by stating that the counteroffensive has failed.\n",
        "utf-8",
    )
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, [tmp_path / "front.txt"])
        (conflict,) = answer_turn(Assistant(store), "Is there a counteroffensive?").answer.conflicts
    assert [(s.speaker, s.text) for s in conflict.sides] == [("Brask", "“there is no counteroffensive”"), ("Sorin", "the counteroffensive has failed")]


def test_earlier_figures_are_one_line_with_a_citation_each(tmp_path: Path) -> None:
    reports = (
        ("2026-04-10", "Four people were killed when the river broke its bank at Brun on Friday.\n\nThe mayor opened the school to those who had lost their beds."),
        ("2026-04-11", "Nine people have been killed in the flood at Brun, rescuers in boats found.\n\nSoldiers brought bread, and the bridge stayed shut to lorries."),
        ("2026-04-14", "Seventeen people were killed in the flood at Brun last week.\n\nThe water has left the streets, and the pumps are at work in the cellars."),
    )
    for day, text in reports:
        (tmp_path / f"{day}.txt").write_text(f"Title: Flood at Brun\nDate: {day}\nPublisher: Post of {day}\n\n{text}\n", "utf-8")
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, sorted(tmp_path.glob("*.txt")))
        answer = answer_turn(Assistant(store), "How many people were killed in the flood at Brun?", as_of="2026-05-25").answer
    assert not answer.conflicts and "Seventeen" in answer.claims[0].text
    assert [(e.text, e.day, e.claim) for e in answer.earlier] == [("Four", "2026-04-10", 0), ("Nine", "2026-04-11", 0)]
    assert {e.standing for e in answer.earlier} == {"Seventeen"} and {e.unit for e in answer.earlier} == {"dead"}
    cited = {c.n: c for c in answer.citations}
    assert all(cited[e.citation].cited_text[e.start - cited[e.citation].start : e.end - cited[e.citation].start] == e.text for e in answer.earlier)
    marks = [e.citation for e in answer.earlier]
    assert f"Earlier figures: Four on 10 April [{marks[0]}], Nine on 11 April [{marks[1]}]" in answer.text.split("\n")


WIRE = "DRUVA, Feb 11 (Corvane Wire) — Tolmara and Ishkara accused each other on Wednesday of firing the first shots in a clash at a ford on the river that left three dead."


def test_copies_of_one_wire_story_are_one_source() -> None:
    wire = Article("1", WIRE, "t", 1, publisher="Corvane Wire")
    paper = Article("2", WIRE.partition("— ")[2] + " The Courier has asked both armies for comment.", "t", 1, publisher="Druva Courier")
    other = Article("3", "Observers said on Tuesday that nobody could tell who had shot first at the ford.", "t", 1, publisher="Northbank Post")
    assert count_independent_sources([wire], {}) == count_independent_sources([wire, paper], {}) == 1
    assert count_independent_sources([wire, paper, other], {}) == 2
    assert count_independent_sources([other, replace(other, article_id="4", text="Another story altogether.")], {}) == 1, "one outlet is one source"


@pytest.mark.parametrize(
    ("sentence", "figure", "sole"),
    [
        ("Seven people died when the bridge fell in February, 19 in the flood that followed in April.", "Seven", None),
        ("Twelve people were killed on Monday and 14 people were killed on Tuesday.", "Twelve", None),
        ("Twelve people were killed and 40 houses burned.", "Twelve", "Twelve"),
        ("The blast killed 31 people in May 2024.", "31", "31"),
        ("At least twelve people were killed.", "twelve", "At least twelve"),
        ("No more than 12 people were killed, doctors found.", "12", "No more than 12"),
    ],
)
def test_a_figure_is_named_only_where_no_other_may_be_meant(sentence: str, figure: str, sole: str | None) -> None:
    start = sentence.index(figure)
    quantity = next(q for q in quantities(sentence) if q.start == start)
    assert sole_figure(rewrite_question("How many people were killed?", as_of="2026-05-25"), said(sentence), quantity) == sole


@pytest.mark.parametrize(
    ("question", "one", "other", "unit"),
    [
        (TANKS, "Tolmara claimed 31 tanks were destroyed.", "Major Nasim Qoruk said four battle tanks had been lost.", "tanks"),
        (TANKS, "Tolmara claimed that 31 of its tanks were destroyed.", "Major Nasim Qoruk said the number of tanks was 12.", "tanks"),
        ("How many people were killed?", "Bohdan Krael said the blast claimed 14 lives.", "Nasim Qoruk said 23 people were killed.", "dead"),
        ("How many people were hurt in the crush?", "Bohdan Krael said 14 people were hurt in the crush.", "Nasim Qoruk said the crush left 23 people hurt.", "injured"),
        ("How much does the dam cost?", "Bohdan Krael said the dam would cost 31 million crowns.", "Nasim Qoruk said the dam would cost 44 million crowns.", "crowns"),
    ],
)
def test_figures_that_differ_have_the_unit_that_both_sentences_give(question: str, one: str, other: str, unit: str) -> None:
    asked = rewrite_question(question, as_of="2026-05-25")
    assert unit_of_difference(asked, "number", said(one), said(other)) == unit


def figure_of(text: str) -> Quantity:
    """The first figure of a sentence; without a unit where it counts nothing that is named."""
    figure, end = next(locate_figures(text))
    return next(iter(quantities(text)), Quantity(figure.value, "", end - len(figure.text), end))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor said 31 boats were lost.", "The union said 12 vessels were lost."),  # two names
        ("The mayor said 92 percent of boats were lost.", "The union said 85 percent of boats were lost."),  # it stands with the figure
        ("The mayor said a loss of $31 was paid for boats.", "The union said a loss of $12 was paid for boats."),
        ("The mayor said it took nine hours and 20 minutes.", "The union said it took eight hours and 30 minutes."),
        ("The mayor put the loss at 31.", "The union put the loss at 12."),  # neither names it
        ("The mayor saw a 31-boat fleet.", "The union saw a 12-boat fleet."),
    ],
)
def test_figures_have_no_unit_where_the_sentences_do_not_give_one_surely(one: str, other: str) -> None:
    asked = rewrite_question("How many boats were lost?", as_of="2026-05-25")
    figures = [(e, figure_of(e.text)) for e in map(said, (one, other))]
    assert shared_unit(asked, *figures) is None


def test_earlier_figures_have_the_unit_of_both_sentences() -> None:
    question = rewrite_question("How many homes were lost to the fire?", as_of="2026-05-25")
    early, late = said("Mayor Bohdan Krael said 14 homes were lost to the fire.", "2026-02-26"), said("Mayor Bohdan Krael said 23 homes were lost to the fire.", "2026-03-01")
    _, (replaced,) = fold_replaced(question, (early, late))
    assert (replaced.text, replaced.standing, replaced.unit) == ("14", "23", "homes")


def test_a_figure_of_money_has_its_sign() -> None:
    text = "The dam would cost $31 million."
    assert sole_figure(rewrite_question("What will the dam cost?", as_of="2026-05-25"), said(text), figure_of(text)) == "$31 million"
