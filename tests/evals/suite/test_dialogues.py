"""The dialogues behind the follow-up figures."""

from onrecord.evals.bench.questions import further_dialogues, suite_dialogues


def test_every_dialogue_has_a_question_in_full_and_gold() -> None:
    suite, further = list(suite_dialogues()), list(further_dialogues())
    assert len(suite) == 16 and len({d.case.id for d in further}) == len(further) == 50
    for d in suite + further:
        assert d.history and d.history[0].role == "user" and d.follow_up != d.in_full and d.case.quotes and d.case.answerable
