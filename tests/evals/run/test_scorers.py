"""Each scorer on small answers over a real archive: it passes what is right, and fails what it is there to catch."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.answer import Answer, Citation, Claim, Conflict, GateFigures, Side, Status
from onrecord.assistant.gate.support import Support
from onrecord.evals.run.run import decide_verdict
from onrecord.evals.run.scored_turn import Fault, Judged, Score
from onrecord.evals.run.scorers import SCORERS, names_speaker, same_sentences, state
from onrecord.evals.run.served_scorers import is_quoted
from onrecord.evals.suite.cases import Case, Gold
from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.retractions import retract, undo_retraction
from onrecord.vectorstore.model import Article

KASK = "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday."
VELL = "Minister Oona Vell told Corvane Wire that the army had lost four tanks and no soldiers."
PLAIN = "The valley has been closed to traffic since 2019."
CONTENT = "more than 15 tanks had been destroyed in the valley on Sunday"
QUOTED = "“We lost four tanks,” Vell said."
TEXT = "\n\n".join((KASK, VELL, PLAIN, QUOTED))
CASE = Case("a", "number", "How many tanks?", "2026-05-25", (), (("15", "fifteen"),), (), (KASK,), "Ivo Kask")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "archive.sqlite3")
    made.put(Article("valley", TEXT, "Two accounts"), [])
    return made


def citation(n: int, cited: str, **changes: Any) -> Citation:
    start = TEXT.index(cited)
    return replace(Citation(n, "valley", 1, "Two accounts", None, None, None, start, start + len(cited), cited), **changes)


def answer(*claims: tuple[str, Citation], status: Status = "served") -> Answer:
    """An answer whose claims are `(text, what it cites)`."""
    made = tuple(Claim(text, None, None, None, "supported", 1.0, "", "rules", (c.n,)) for text, c in claims)
    figures = GateFigures(len(made), len(made), 0, 0, 0, "gate-1", 1.0)
    text = "\n".join(c.text for c in made) or "The articles do not say."
    return Answer("How many tanks?", "fact", status, text, None, made, tuple(c for _, c in claims), (), (), 1, figures, "2026-05-25", None, None, "extractive", None, {}, ())


def gold(*quotes: str) -> list[Gold]:
    return [Gold("valley", 1, TEXT.index(q), TEXT.index(q) + len(q), q) for q in quotes]


def judge(name: str, archive: Archive, given: Answer, case: Case = CASE, spans: list[Gold] | None = None) -> Score:
    return SCORERS[name](Judged(case, gold(KASK) if spans is None else spans, given, archive, Support()))


RIGHT = answer((KASK, citation(1, KASK)))
ABSTAINED = answer(status="abstained")
UNANSWERABLE = replace(CASE, kind="unanswerable", expect=(), quotes=(), speaker=None)
FALSE_PREMISE = replace(CASE, kind="false-premise", expect=(), speaker=None)


def test_a_right_answer_passes_every_scorer_that_judges_it(archive: Archive) -> None:
    states = {name: state(name, judge(name, archive, RIGHT)) for name in SCORERS}
    assert {name for name, s in states.items() if s == "not_judged"} == {"abstained_rightly", "conflict_shown", "faults_stopped"}
    assert set(states.values()) == {"pass", "not_judged"}


def test_answered_right_fails_a_wrong_number_a_forbidden_string_and_an_abstention(archive: Archive) -> None:
    wrong = answer((KASK.replace("15", "16"), citation(1, KASK)))
    assert judge("answered_right", archive, wrong) == Score(0.0, "lacks '15' or 'fifteen'")
    assert judge("answered_right", archive, RIGHT, replace(CASE, forbid=("SUNDAY",))) == Score(0.0, "contains 'SUNDAY'")
    assert judge("answered_right", archive, ABSTAINED) == Score(0.0, "abstained")


def test_expected_strings_are_not_stripped(archive: Archive) -> None:
    assert judge("answered_right", archive, RIGHT, replace(CASE, expect=(("anks",),))).value == 1
    assert judge("answered_right", archive, RIGHT, replace(CASE, expect=((" anks",),))).value == 0


@pytest.mark.parametrize(
    ("said", "expected", "yes"),
    [
        ("It cost 115 euros.", "15", False),
        ("It cost 15.2 million.", "15", False),
        ("It cost 1,015 euros.", "015", False),
        ("It cost 1,500 euros.", "1", False),
        ("It cost 2.15 euros.", "15 Euros", False),
        ("It was 15.", "15", True),
        ("It was 15%, not 16", "16", True),
        ("It was 15[1].", "15", True),
        ("Nobody knows [15].", "15", False),
    ],
)
def test_a_number_is_not_found_inside_another_nor_in_a_marker(archive: Archive, said: str, expected: str, yes: bool) -> None:
    given = answer((said, citation(1, KASK)))
    assert judge("answered_right", archive, given, replace(CASE, expect=((expected,),))).value == yes
    assert judge("answered_right", archive, given, replace(CASE, expect=(), forbid=(expected,))).value == (not yes)


def test_every_group_is_needed(archive: Archive) -> None:
    case = replace(CASE, kind="conflict", expect=(("15",), ("four",)))
    assert judge("answered_right", archive, RIGHT, case).value == 0
    both = answer((KASK, citation(1, KASK)), (VELL, citation(2, VELL)))
    assert judge("answered_right", archive, both, case).value == 1


def test_what_cannot_be_answered_is_right_when_abstained(archive: Archive) -> None:
    assert judge("answered_right", archive, ABSTAINED, UNANSWERABLE, []).value == 1
    assert judge("answered_right", archive, RIGHT, UNANSWERABLE, []).value == 0


def test_a_false_premise_is_met_by_abstaining_or_by_the_gold_that_contradicts_it(archive: Archive) -> None:
    assert judge("answered_right", archive, ABSTAINED, FALSE_PREMISE).value == 1
    assert judge("answered_right", archive, RIGHT, FALSE_PREMISE).value == 1
    assert judge("answered_right", archive, answer((PLAIN, citation(1, PLAIN))), FALSE_PREMISE).value == 0
    assert judge("answered_right", archive, RIGHT, replace(FALSE_PREMISE, expect=(("denied",),))).value == 0
    assert judge("answered_right", archive, RIGHT, replace(FALSE_PREMISE, forbid=("15 tanks",))).value == 0


def test_citation_precision_falls_with_a_citation_beside_the_gold(archive: Archive) -> None:
    padded = answer((KASK, citation(1, KASK)), (PLAIN, citation(2, PLAIN)))
    assert judge("citation_precision", archive, padded).value == 0.5
    elsewhere = answer((KASK, citation(1, KASK, article_id="other")))
    assert judge("citation_precision", archive, elsewhere).value == 0
    older = answer((KASK, citation(1, KASK, version=2)))
    assert judge("citation_precision", archive, older).value == 0
    assert judge("citation_precision", archive, ABSTAINED).value is None


def test_a_citation_that_ends_where_the_gold_begins_does_not_overlap(archive: Archive) -> None:
    start = TEXT.index(VELL)
    before = answer((KASK, citation(1, KASK, start=0, end=start)))
    assert judge("citation_precision", archive, before, spans=gold(VELL)).value == 0


def test_citation_recall_counts_sides_and_an_abstention_cites_none(archive: Archive) -> None:
    assert judge("citation_recall", archive, RIGHT, spans=gold(KASK, VELL)).value == 0.5
    assert judge("citation_recall", archive, ABSTAINED, spans=gold(KASK, VELL)).value == 0
    assert judge("citation_recall", archive, RIGHT, FALSE_PREMISE).value is None


def test_copies_of_a_wire_sentence_are_one_side_and_a_sentence_within_another_is_not() -> None:
    def at(quote: str) -> Gold:
        return Gold("x", 1, 0, len(quote), quote)

    assert len(same_sentences([at("“We lost four tanks,” Vell said."), at('"We lost four tanks," Vell said on.')])) == 1
    assert len(same_sentences([at("The truce began at midnight."), at("The truce, which began at midnight on Sunday, is broadly holding.")])) == 2


def test_a_dropped_attribution_is_seen_whatever_the_claim_says_of_itself(archive: Archive) -> None:
    bare = answer((f"{CONTENT[0].upper()}{CONTENT[1:]}.", citation(1, CONTENT)))
    score = judge("attribution_kept", archive, bare, replace(CASE, speaker=None))
    assert score.value == 0 and "Kask is not named" in score.why
    kept = answer((f"Ivo Kask’s claim: {CONTENT}.", citation(1, CONTENT)))
    assert judge("attribution_kept", archive, kept, replace(CASE, speaker=None)).value == 1


def test_another_name_or_a_pronoun_does_not_keep_an_attribution(archive: Archive) -> None:
    for lead_in in ("Oona Vell’s claim:", "He claimed that", "The general claimed that"):
        given = answer((f"{lead_in} {CONTENT}.", citation(1, CONTENT)))
        assert judge("attribution_kept", archive, given, replace(CASE, speaker=None)).value == 0, lead_in


def test_each_of_two_speakers_is_owed(archive: Archive) -> None:
    four = "the army had lost four tanks and no soldiers"
    given = answer((f"Kask: {CONTENT}.", citation(1, CONTENT)), (f"Kask: {four}.", citation(2, four)))
    assert judge("attribution_kept", archive, given, replace(CASE, speaker=None)).value == 0.5


def test_the_speaker_of_the_case_is_owed_where_its_gold_is_cited(archive: Archive) -> None:
    assert judge("attribution_kept", archive, answer((PLAIN, citation(1, PLAIN))), spans=gold(PLAIN)).value == 0
    assert judge("attribution_kept", archive, answer((PLAIN, citation(1, PLAIN)))).value is None
    assert judge("attribution_kept", archive, ABSTAINED).value is None


@pytest.mark.parametrize(
    ("speaker", "text", "yes"),
    [
        ("Ivo Kask", "Kask’s claim: it rained.", True),
        ("Gen. Ivo Kask, the commander", "Kask said so.", True),
        ("Ivo Kask", "Ivo said so.", False),
        ("Ivo Kask", "The cask was full.", False),
        ("the Tolmaran army", "The Ishkaran army said so.", False),
        ("the Tolmaran army", "The Tolmaran army said so.", True),
        ("police", "Police said so.", True),
        ("inquiry into the bridge (Judge Marit Solheim-Okoro)", "The judge-led inquiry said so.", True),
        ("Shipwrights' and Allied Trades Union", "The union said so.", True),
        ("he", "He said so.", False),
        ("", "He said so.", False),
    ],
)
def test_naming(speaker: str, text: str, yes: bool) -> None:
    assert names_speaker(speaker, text) is yes


def test_a_shifted_citation_is_not_verbatim(archive: Archive) -> None:
    start = TEXT.index(KASK)
    shifted = answer((KASK, citation(1, KASK, start=start + 1, end=start + 1 + len(KASK))))
    assert judge("quotes_verbatim", archive, shifted) == Score(0.0, "[1] differs from the archive's text")
    for unknown in ({"article_id": "other"}, {"version": 9}):
        assert judge("quotes_verbatim", archive, answer((KASK, citation(1, KASK, **unknown)))).value == 0


def test_an_altered_or_invented_quote_is_not_verbatim(archive: Archive) -> None:
    assert judge("quotes_verbatim", archive, answer((QUOTED, citation(1, QUOTED)))).value == 1
    straight = QUOTED.replace("“", '"').replace("”", '"')
    assert judge("quotes_verbatim", archive, answer((straight, citation(1, QUOTED)))).value == 1
    altered = judge("quotes_verbatim", archive, answer((QUOTED.replace("four", "five"), citation(1, QUOTED))))
    assert altered == Score(0.0, "“We lost five tanks,” is not in the cited text")
    assert judge("quotes_verbatim", archive, answer((QUOTED, citation(1, PLAIN)))).value == 0


def test_an_editors_brackets_are_no_alteration(archive: Archive) -> None:
    bracketed = QUOTED.replace("We ", "We [the army] ")
    assert judge("quotes_verbatim", archive, answer((bracketed, citation(1, QUOTED)))).value == 1


def test_what_is_served_without_a_citation_is_not_verbatim(archive: Archive) -> None:
    uncited = replace(RIGHT, claims=(replace(RIGHT.claims[0], citations=()),))
    assert judge("quotes_verbatim", archive, uncited).value == 0
    assert judge("quotes_verbatim", archive, replace(RIGHT, citations=())).value == 0
    assert judge("quotes_verbatim", archive, replace(RIGHT, claims=(), citations=())).value == 0
    assert judge("quotes_verbatim", archive, ABSTAINED).value is None


def test_abstaining_always_or_never_is_seen(archive: Archive) -> None:
    assert judge("abstained_wrongly", archive, ABSTAINED).value == 1
    assert state("abstained_wrongly", judge("abstained_wrongly", archive, ABSTAINED)) == "fail"
    assert judge("abstained_rightly", archive, RIGHT, UNANSWERABLE, []).value == 0
    assert judge("abstained_rightly", archive, ABSTAINED, UNANSWERABLE, []).value == 1
    for name in ("abstained_rightly", "abstained_wrongly"):
        assert state(name, judge(name, archive, ABSTAINED, FALSE_PREMISE)) == "not_judged"


def test_faithfulness_is_judged_anew_whatever_verdict_the_answer_carries(archive: Archive) -> None:
    led_in = answer((f"Ivo Kask’s claim: {KASK} (Corvane Wire, 4 March 2026)", citation(1, KASK)))
    assert judge("faithfulness", archive, led_in).value == 1
    altered = judge("faithfulness", archive, answer((KASK.replace("15", "16"), citation(1, KASK)), (VELL, citation(2, VELL))))
    assert altered.value == 0.5 and "16" in altered.why
    bare = answer(("More than 15 tanks had been destroyed in the valley on Sunday.", citation(1, KASK)))
    assert judge("faithfulness", archive, bare).value == 0, "the speaker is gone"
    shifted = answer((KASK, citation(1, PLAIN)))
    assert judge("faithfulness", archive, shifted).value == 0
    assert judge("faithfulness", archive, ABSTAINED).value is None


def test_a_judge_that_fails_leaves_claims_unjudged_and_a_fault_a_fault(archive: Archive) -> None:
    class Down:
        name = "down"

        def score(self, claim: str, source: str) -> float:
            raise TimeoutError("down")

    given = answer(("The valley is closed to traffic.", citation(1, PLAIN)), (VELL, citation(2, VELL)))
    unjudged = SCORERS["faithfulness"](Judged(CASE, [], given, archive, Down()))
    assert unjudged == Score(None, "1 of 2 claims could not be judged")
    uncited = replace(given, claims=(*given.claims, replace(given.claims[0], citations=())))
    assert SCORERS["faithfulness"](Judged(CASE, [], uncited, archive, Down())).value == 0.5, "one is quoted, one cites nothing"
    assert decide_verdict(["pass", "not_judged"], unjudged=True) == "not_judged" and decide_verdict(["pass", "fail"], unjudged=True) == "fail"


def test_a_lead_in_that_turns_the_sense_is_no_lead_in(archive: Archive) -> None:
    for before in ("It is not true, and Ivo Kask denied, that", "It is not true:", "In the valley on Sunday, nobody knows whether"):
        assert judge("faithfulness", archive, answer((f"{before} {VELL}", citation(1, VELL)))).value == 0, before
    denial = answer((f"Oona Vell’s denial: {VELL} (Corvane Wire, 4 March 2026)", citation(1, VELL)))
    assert judge("faithfulness", archive, denial).value == 1


def test_outlet_and_day_are_no_part_of_a_quotation(archive: Archive) -> None:
    for note in ("(Corvane Wire, 4 March 2026)", "(The Times (London), 4 March 2026)", "(undated)"):
        for cited in ("Kask left (on foot).", KASK):
            assert is_quoted(f"{cited} {note}", cited), (cited, note)
    assert not is_quoted("Kask left (on foot). (Nobody believes it) (4 March 2026)", "Kask left (on foot).")


def test_an_empty_span_cites_nothing(archive: Archive) -> None:
    start = TEXT.index(KASK) + 5
    empty = answer((f"Nothing of this is so: {VELL}", citation(1, KASK, start=start, end=start, cited_text="")))
    for name in ("faithfulness", "quotes_verbatim", "citation_precision", "citation_recall"):
        assert judge(name, archive, empty).value == 0, name


def test_a_citation_of_an_older_version_or_of_a_retracted_article_is_stale(archive: Archive) -> None:
    assert judge("current_version", archive, RIGHT).value == 1
    retract(archive, "valley", "invented")
    assert judge("current_version", archive, RIGHT).value == 0
    undo_retraction(archive, "valley")
    archive.put(Article("valley", TEXT.replace("15", "16"), "Two accounts"), [])
    assert judge("current_version", archive, RIGHT).value == 0


def test_a_conflict_is_shown_with_its_sides(archive: Archive) -> None:
    case = replace(CASE, kind="conflict", expect=(("15",), ("four",)))
    both = answer((KASK, citation(1, KASK)), (VELL, citation(2, VELL)))
    assert judge("conflict_shown", archive, both, case).value == 0
    sides = (Side("Ivo Kask", KASK, 1), Side("Oona Vell", VELL, 2))
    assert judge("conflict_shown", archive, replace(both, conflicts=(Conflict("number", (0, 1), sides),)), case).value == 1
    assert judge("conflict_shown", archive, ABSTAINED, case).value == 0


def test_faults_that_came_through_count_against_the_gate(archive: Archive) -> None:
    faults = [Fault("number", "Sixteen tanks.", False), Fault("speaker", "Vell claimed that.", True)]
    score = SCORERS["faults_stopped"](Judged(CASE, [], RIGHT, archive, Support(), faults))
    assert score.value == 0.5 and "Vell claimed that." in score.why
