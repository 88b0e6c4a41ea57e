"""What a slow judge said is kept, under all that decides it; what it failed at is not, and is asked again next time."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.assistant.gate.judges import make_judge
from onrecord.assistant.gate.support import Support
from onrecord.evals.answers.rows import ScoreRow
from onrecord.evals.judges import cache as judged_cache
from onrecord.evals.judges import patient as asking
from onrecord.evals.judges.cache import CachedJudge, JudgedCache, open_cache, version_of
from onrecord.evals.judges.patient import MAX_FAILURES, PatientJudge, ask_ahead, estimate, make_patient, pairs_of_rows
from onrecord.vectorstore.errors import Unavailable, UpstreamFailed
from onrecord.vectorstore.settings import Settings
from tests.evals.answers.test_scores import COUNCIL, DEAD, SHUT, Judge
from tests.providers import Provider


@pytest.fixture
def provider() -> Iterator[Callable[[object], Provider]]:
    made: list[Provider] = []

    def make(reply: object) -> Provider:
        made.append(Provider(reply))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.0)


def settings(provider: Provider) -> Settings:
    return Settings(judge="llm:openai:m", base_url=provider.base_url, model_timeout=5)


class Counting(Judge):
    def __init__(self, given: Any, name: str = "llm:test") -> None:
        super().__init__(given)
        self.name, self.asked = name, 0

    def score(self, claim: str, source: str) -> float:
        self.asked += 1
        return super().score(claim, source)


def test_the_same_question_is_answered_from_the_file_by_another_process_too(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "judged.sqlite"
    first = CachedJudge(Counting(0.25), JudgedCache(path))
    assert first.score("claim", "source") == 0.25
    second = Counting(1.0)
    assert CachedJudge(second, JudgedCache(path)).score("claim", "source") == 0.25 and second.asked == 0


@pytest.mark.parametrize("changed", ["claim", "source", "name", "version", "gate", "prompt"])
def test_a_changed_input_is_never_answered_from_it(monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    cache = JudgedCache()
    CachedJudge(Counting(0.25), cache, "1").score("claim", "source")
    if changed == "gate":
        monkeypatch.setattr(judged_cache, "GATE_VERSION", "gate-next")
    if changed == "prompt":
        monkeypatch.setattr(judged_cache, "load", lambda name, **values: f"another prompt {values}")
    other = Counting(0.75, "llm:other" if changed == "name" else "llm:test")
    judge = CachedJudge(other, cache, "2" if changed == "version" else "1")
    assert judge.score("claim!" if changed == "claim" else "claim", "source!" if changed == "source" else "source") == 0.75


def test_another_server_and_a_changed_model_folder_are_another_judge(tmp_path: Path) -> None:
    one, other = (version_of(Judge(0.0), Settings(base_url=url)) for url in ("http://a/v1", "http://b/v1"))
    assert one != other
    nli = Counting(0.0, f"nli:{tmp_path}")
    (tmp_path / "model.safetensors").write_text("weights")
    before = version_of(nli, Settings())
    (tmp_path / "model.safetensors").write_text("other weights")
    assert version_of(nli, Settings()) != before


def test_failures_and_nonsense_are_not_kept() -> None:
    cache = JudgedCache()
    for given in (TimeoutError("down"), float("nan"), 1.5, -0.1):
        with pytest.raises((TimeoutError, Unavailable)):
            CachedJudge(PatientJudge(Counting(given)), cache).score("claim", "source")
    assert CachedJudge(PatientJudge(Counting(1.0)), cache).score("claim", "source") == 1.0


def test_a_file_that_is_no_cache_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "judged.sqlite"
    path.write_text("no database" * 100)
    with pytest.raises(Unavailable, match="--no-cache"):
        JudgedCache(path)


def test_a_cache_folder_that_cannot_be_used_is_nothing_to_the_local_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    open_cache(Support(), cached=True).close()
    open_cache(Counting(1.0), cached=False).close()
    with pytest.raises(Unavailable, match="--no-cache"):
        open_cache(Counting(1.0), cached=True)


def test_a_model_that_does_not_answer_is_asked_again_and_then_no_more() -> None:
    inner = Counting(UpstreamFailed("down"))
    judge = PatientJudge(inner)
    for n in range(MAX_FAILURES + 3):
        with pytest.raises(Unavailable):
            judge.score(f"claim {n}", "source")
        with pytest.raises(Unavailable):
            judge.score(f"claim {n}", "source")
    assert inner.asked == asking.MAX_TRIES * MAX_FAILURES


def test_a_run_that_was_stopped_goes_on_where_it_was(provider: Callable[[object], Provider], tmp_path: Path) -> None:
    model = provider("supported")
    pairs = [(f"The ford was shut {n} times.", SHUT) for n in range(12)]
    judge = make_patient(make_judge(settings(model)), JudgedCache(tmp_path / "c"), settings(model))
    ask_ahead(pairs[:5], judge, lambda done, total: None)
    assert len(model.asked) == 5
    again = make_patient(make_judge(settings(model)), JudgedCache(tmp_path / "c"), settings(model))
    assert isinstance(again, CachedJudge) and estimate(pairs, again).calls == 7
    ask_ahead(pairs, again, lambda done, total: None)
    assert len(model.asked) == 12


def test_pairs_are_asked_side_by_side() -> None:
    together = threading.Barrier(asking.MAX_PARALLEL, timeout=20)

    class Waiting(Judge):
        def score(self, claim: str, source: str) -> float:
            together.wait()  # breaks, and so fails, unless all come at once
            return 1.0

    judge = CachedJudge(Waiting(1.0), JudgedCache())
    pairs = [(str(n), SHUT) for n in range(asking.MAX_PARALLEL)]
    ask_ahead(pairs, judge, lambda done, total: None)
    assert all(judge.has_cached(*pair) for pair in pairs)


def test_what_will_be_asked_is_known_before_anything_is(provider: Callable[[object], Provider]) -> None:
    model = provider("supported")
    judge = make_patient(make_judge(settings(model)), JudgedCache(), settings(model))
    assert isinstance(judge, CachedJudge)
    rows = [ScoreRow(answer="After the flood the ford was shut [1][3].", contexts=(SHUT, DEAD, COUNCIL))]
    controls, pairs = pairs_of_rows([], judge), pairs_of_rows(rows, judge)
    assert {source for _, source in pairs[: len(pairs) - len(controls)]} == {"\n".join((SHUT, DEAD, COUNCIL)), f"{SHUT}\n{COUNCIL}", SHUT, COUNCIL}
    told = estimate(pairs, judge)
    assert told.calls == len(pairs) and told.tokens > 100 * told.calls and told.cost(2.0) == pytest.approx(told.tokens * 2e-6)
    assert model.asked == []
