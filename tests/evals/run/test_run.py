"""Cases that are answered at the same time: the same results in the same order."""

import time
from dataclasses import replace
from importlib import import_module
from threading import Event
from typing import Any

import pytest

from onrecord.assistant.turn import Assistant
from onrecord.evals.run.run import run, run_cases
from onrecord.evals.suite import newsroom_cases
from onrecord.vectorstore.errors import UpstreamFailed
from tests.providers import Provider


class Case:
    def __init__(self, n: int) -> None:
        self.id = str(n)


MODULE = import_module("onrecord.evals.run.run")  # the room has a function of the same name
CASES: Any = [Case(n) for n in range(12)]
GOLD: Any = {c.id: () for c in CASES}
NOBODY: Any = None


@pytest.mark.parametrize("workers", [1, 2, 5, 32])
def test_results_are_in_the_order_of_the_cases(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def slower_at_first(case: Any, gold: Any, assistant: Any, opposed: bool) -> Any:
        time.sleep(0.002 * (12 - int(case.id)))
        return case.id, opposed

    monkeypatch.setattr(MODULE, "run_case", slower_at_first)
    assert list(run_cases(CASES, GOLD, NOBODY, workers)) == [(str(n), n % 4 == 0) for n in range(12)]


def test_two_workers_work_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    second = Event()

    def wait_for_the_second(case: Any, gold: Any, assistant: Any, opposed: bool) -> Any:
        if case.id == "1":
            second.set()
        return second.wait(10)

    monkeypatch.setattr(MODULE, "run_case", wait_for_the_second)
    assert list(run_cases(CASES[:2], GOLD, NOBODY, 2)) == [True, True]


def test_after_an_error_no_case_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    def fail(case: Any, gold: Any, assistant: Any, opposed: bool) -> Any:
        begun.append(case.id)
        time.sleep(0.05)
        raise UpstreamFailed("down")

    monkeypatch.setattr(MODULE, "run_case", fail)
    with pytest.raises(UpstreamFailed):
        list(run_cases(CASES, GOLD, NOBODY, 2))
    assert len(begun) <= 4


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_results(assistant: Assistant) -> None:
    cases = newsroom_cases()[::20]
    one, three = (run(cases, assistant, workers=n).without_times() for n in (1, 3))
    assert one == three and len(one["cases"]) == len(cases)


class SlowJudge:
    """A judge that is not packaged. Its score depends on the claim only. `most` is the largest number of questions at the same time."""

    name = "llm:test"

    def __init__(self) -> None:
        self.now = self.most = 0

    def score(self, claim: str, source: str) -> float:
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.05)
        self.now -= 1
        return len(claim) % 10 / 10


@pytest.mark.slow
def test_a_chat_model_and_a_slow_judge_work_for_several_cases_at_once(assistant: Assistant) -> None:
    cases = newsroom_cases()[::20]
    model = Provider("The council met on Monday. Nobody knows what it decided about the ford [1].", pause=0.01)
    found, most = [], []
    for workers in (1, 4):
        judge = SlowJudge()
        found.append(run(cases, replace(assistant, model=model.model(), judge=judge), workers=workers).without_times())
        most.append(judge.most)
    model.stop()
    assert found[0] == found[1] and most[0] == 1 < most[1]
