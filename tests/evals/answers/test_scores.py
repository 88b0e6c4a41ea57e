"""The scores of single answers, by the local judge and by judges that fail."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest

from onrecord.evals.answers.asserts import local_judge
from onrecord.evals.answers.judging import judge_answer
from onrecord.evals.answers.results import explain_failure
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.answers.run import score_answer, scored_sentence
from onrecord.evals.answers.scores import RELEVANCE, SCORES, AnswerScore, answer_relevance, count_unchecked, decide_verdict
from onrecord.vectorstore.embedding.embedder import PackagedEmbedder

SHUT = "The ford at Hrabin was shut on Monday after the flood."
DEAD = "At least 12 people died in the flood, Mayor Oona Vell said."
COUNCIL = "The council met for three hours. It elected a new chairman."
NONSENSE = "A striped submarine taught the orchestra how to bake bread."


class Judge:
    """Gives the same to everything, or breaks."""

    name = "llm:test"

    def __init__(self, given: float | Exception) -> None:
        self.given = given

    def score(self, claim: str, source: str) -> float:
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def scores(answer: str, contexts: Sequence[str] = (SHUT, DEAD, COUNCIL), judge: Any = None, **row: Any) -> dict[str, AnswerScore]:
    judged = judge_answer(ScoreRow(answer=answer, contexts=tuple(contexts), **row), judge or local_judge())
    return {name: scorer(judged) for name, scorer in SCORES.items()}


def verdict_of(answer: str, contexts: Sequence[str] = (SHUT, DEAD, COUNCIL), judge: Any = None, **row: Any) -> str:
    return decide_verdict(judge_answer(ScoreRow(answer=answer, contexts=tuple(contexts), **row), judge or local_judge()))


@pytest.mark.parametrize("answer", [SHUT, f"{SHUT} {COUNCIL}", f"According to the provided context, {SHUT[:1].lower()}{SHUT[1:]}"])
def test_an_answer_from_its_contexts_passes(answer: str) -> None:
    assert scores(answer)["faithfulness"] == AnswerScore("pass", 1.0, scores(answer)["faithfulness"].why) and verdict_of(answer) == "pass"


def test_one_sentence_that_fails_fails_the_answer_however_many_pass() -> None:
    answer = " ".join([SHUT, "The council met for three hours."] * 5 + [NONSENSE])
    assert scores(answer)["faithfulness"].value == pytest.approx(10 / 11) and scores(answer)["faithfulness"].state == "fail"
    assert verdict_of(answer) == "fail"


@pytest.mark.parametrize("contexts", [[], [""], ["", " \n"]])
def test_without_contexts_everything_fails(contexts: list[str]) -> None:
    assert scores(SHUT, contexts)["faithfulness"].value == 0 and verdict_of(SHUT, contexts) == "fail"


def test_what_two_people_say_may_be_credited_to_either() -> None:
    both = ("Minister Oona Vell said the ford at Hrabin would stay shut until May.", "General Ivo Kask said the ford at Hrabin would stay shut until May.")
    for claim in both:
        assert scores(claim, both)["faithfulness"].state == "pass"
        assert scores(claim, both)["attribution"].state == "pass"


@pytest.mark.parametrize(
    ("answer", "recall", "precision"),
    [
        (f"{SHUT[:-1]} [1].", 1.0, 1.0),
        (f"{SHUT[:-1]} [2].", 0.0, 0.0),
        (f"{SHUT[:-1]} [1][3].", 1.0, 0.5),  # the council is not needed
        (f"{SHUT[:-1]} [1]. The council met for three hours.", 0.5, 1.0),  # a sentence that cites nothing
        (f"{SHUT[:-1]} [9].", 0.0, 0.0),
        (SHUT, None, None),
    ],
)
def test_citation_recall_and_precision(answer: str, recall: float | None, precision: float | None) -> None:
    found = scores(answer)
    assert (found["citation_recall"].value, found["citation_precision"].value) == (recall, precision)


def test_a_citation_that_is_needed_counts_though_it_does_not_do_alone() -> None:
    class Both(Judge):
        def score(self, claim: str, source: str) -> float:
            return float("shut" in source and "chairman" in source)

    found = scores("Ford shut, chairman elected [1][3][2].", judge=Both(0.0))
    assert found["citation_recall"].value == 1 and found["citation_precision"].value == pytest.approx(2 / 3)


@pytest.mark.parametrize(("said", "value"), [("“after the flood”", 1.0), ("“after a flood”", 0.0), ("“the flood” and “the fire”", 0.5)])
def test_quotes_are_looked_up_to_the_letter(said: str, value: float) -> None:
    assert scores(f"It came {said}.")["quotes_verbatim"].value == value


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        (DEAD, "pass", ""),
        ("At least 12 people died in the flood.", "fail", "attribution-dropped"),
        ("At least 12 people died in the flood, General Kask said.", "fail", "speaker-changed"),
        ("Astrid Holm said the ford at Hrabin was shut on Monday.", "fail", "attribution-invented"),
        (SHUT, "not_judged", ""),
    ],
)
def test_attribution_is_kept_and_right(answer: str, state: str, why: str) -> None:
    found = scores(answer)["attribution"]
    assert found.state == state and why in found.why


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        (DEAD, "pass", ""),
        ("At least 13 people died in the flood, Mayor Oona Vell said.", "fail", "number-not-in-source"),
        ("12 people died in the flood, Mayor Oona Vell said.", "fail", "bound-changed"),
        ("The ford at Hrabin was shut on Friday after the flood.", "fail", "date-not-in-source"),
        ("The council elected a new chairman.", "not_judged", "no number"),
    ],
)
def test_numbers_and_dates(answer: str, state: str, why: str) -> None:
    found = scores(answer)["numbers_and_dates"]
    assert found.state == state and why in found.why


@pytest.mark.parametrize(
    ("answer", "row", "state", "why", "whole"),
    [
        ("I don't know.", {"answerable": False}, "pass", "refused rightly", "pass"),
        ("I don't know.", {"answerable": True}, "fail", "refused wrongly", "fail"),
        ("I don't know.", {"reference": "On Monday."}, "fail", "refused wrongly", "fail"),
        ("I don't know.", {"reference": "The articles do not say."}, "pass", "refused rightly", "pass"),
        ("I don't know.", {}, "not_judged", "neither", "not_judged"),
        (SHUT, {"answerable": False}, "fail", "answered wrongly", "fail"),
        (SHUT, {"answerable": True}, "pass", "answered", "pass"),
        ("", {"answerable": True}, "fail", "empty", "fail"),
        ("", {"answerable": False}, "not_judged", "not a refusal", "not_judged"),
    ],
)
def test_a_refusal_is_judged_as_one_and_is_no_pass_of_faithfulness(answer: str, row: dict[str, Any], state: str, why: str, whole: str) -> None:
    found = scores(answer, **row)
    assert found["abstention"].state == state and why in found["abstention"].why and verdict_of(answer, **row) == whole
    assert answer == SHUT or found["faithfulness"].state == "not_judged"


REFUSES_AND_TELLS = f"The articles do not say who shut it. {SHUT}"


@pytest.mark.parametrize(
    ("answer", "row", "state", "why", "whole"),
    [
        (REFUSES_AND_TELLS, {"answerable": False}, "pass", "refused and told", "pass"),
        (REFUSES_AND_TELLS, {"answerable": True}, "not_judged", "refused and told", "pass"),
        (f"The articles do not say who shut it. {NONSENSE}", {"answerable": False}, "fail", "refused and told", "fail"),
        (f"The articles do not say who shut it, but {NONSENSE}", {}, "not_judged", "neither", "fail"),
    ],
)
def test_an_answer_that_refuses_and_tells_is_told_as_both(answer: str, row: dict[str, Any], state: str, why: str, whole: str) -> None:
    judged = judge_answer(ScoreRow(answer=answer, contexts=(SHUT, DEAD, COUNCIL), **row), local_judge())
    found = SCORES["abstention"](judged)
    assert found.state == state and why in found.why and decide_verdict(judged) == whole
    assert judged.refuses and judged.told and not judged.refused
    assert SCORES["faithfulness"](judged).state == ("pass" if SHUT in answer else "fail"), "what is told is judged, and the refusal is not"


def test_another_language_is_not_judged_and_never_fails() -> None:
    answer = "Die Furt bei Hrabin ist seit Montag wegen der Flut gesperrt, und 99 Menschen sind tot [1]. „Wir warten“, sagte der Bürgermeister."
    found = scores(answer)
    assert {found[n].state for n in SCORES} == {"not_judged"} and verdict_of(answer) == "not_judged"
    assert verdict_of(f"{SHUT} Niemand wurde verletzt, sagte der Bürgermeister am Montag.") == "not_judged"
    assert verdict_of(f"{NONSENSE} Niemand wurde verletzt, sagte der Bürgermeister am Montag.") == "fail"


@pytest.mark.parametrize("answer", ["Mayor Zoë Brénac left on Monday.", "“Élan”, said Mayor Zoë Brénac."])
def test_composed_and_decomposed_letters_are_the_same(answer: str) -> None:
    def states(form: str, other: str) -> list[Any]:
        return list(scores(unicodedata.normalize(form, answer), [unicodedata.normalize(other, answer)]).values())

    assert states("NFD", "NFC") == states("NFC", "NFD") == states("NFC", "NFC") == states("NFD", "NFD")
    assert states("NFC", "NFD")[0].state == "pass"


def test_frames_are_not_judged_and_are_told() -> None:
    answer = f"## What we know\n\nHere is what the articles say:\n- {SHUT}\n\nLet me know if you need more!"
    assert verdict_of(answer) == "pass"
    scored = score_answer(judge_answer(ScoreRow(answer=answer, contexts=(SHUT,)), local_judge()), PackagedEmbedder())
    assert scored.frames == ["What we know", "Here is what the articles say:", "Let me know if you need more!"] and len(scored.claims) == 1


def test_a_pronoun_is_read_as_its_referent() -> None:
    contexts = ("Mayor Oona Vell resigned on Monday.", "Ivo Kask was born in Hrabin in 1970.")
    judged = judge_answer(ScoreRow(answer="Mayor Oona Vell resigned on Monday. She was born in Hrabin in 1970.", contexts=contexts), local_judge())
    assert judged.claims[1].read_as == "Mayor Oona Vell was born in Hrabin in 1970."
    assert "read as  Mayor Oona Vell was born" in "\n".join(explain_failure(scored_sentence(judged.claims[1])))


@pytest.mark.parametrize("given", [TimeoutError("down"), ValueError("no verdict")])
def test_an_outage_is_not_judged_and_never_a_pass(given: Exception) -> None:
    answer = "After the flood the ford was shut [1]."
    found = scores(answer, judge=Judge(given))
    assert {found[n].state for n in ("faithfulness", "citation_recall", "citation_precision")} == {"not_judged"}
    assert verdict_of(answer, judge=Judge(given)) == "not_judged"


def test_a_citation_that_could_not_be_judged_is_counted_where_the_whole_could() -> None:
    class Half(Judge):
        def score(self, claim: str, source: str) -> float:
            if DEAD in source:
                return 1.0
            raise TimeoutError("down")

    row = ScoreRow(answer="After the flood the ford was shut [1].", contexts=(SHUT, DEAD))
    answer = judge_answer(row, Half(0.0))
    assert answer.claims[0].state == "pass" and count_unchecked(answer) == 1
    assert count_unchecked(judge_answer(row, Judge(1.0))) == 0


def test_no_value_exactly_where_nothing_was_judged() -> None:
    for answer in (SHUT, DEAD, NONSENSE, "", "I don't know.", f"{SHUT} The articles do not say more.", f"“{NONSENSE}” [3]"):
        for score in scores(answer, answerable=True).values():
            assert (score.value is None) == (score.state == "not_judged") and (score.value == 1) == (score.state == "pass") and score.why


def test_relevance_tells_this_questions_answer_from_another_ones() -> None:
    def relevance(answer: str, question: str) -> AnswerScore:
        return answer_relevance(judge_answer(ScoreRow(answer=answer, contexts=(SHUT,), question=question), local_judge()), PackagedEmbedder())

    assert relevance(SHUT, "Why was the ford at Hrabin shut?").state == "pass"
    assert relevance("The council elected a new chairman.", "How fast does a cheetah run?").state == "fail"
    assert {relevance(SHUT, "").state, relevance("I don't know.", "Why?").state} == {"not_judged"}
    assert RELEVANCE not in SCORES  # decides no verdict
