"""Limits of each key in one process."""

import time

import pytest

from onrecord.assistant.api.access.limits import Limits
from onrecord.vectorstore.errors import Busy


def is_admitted(limits: Limits, name: str = "desk") -> bool:
    try:
        with limits.admit(name):
            return True
    except Busy:
        return False


def test_the_window_moves_and_each_key_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    limits = Limits("2/minute", 9)
    assert is_admitted(limits)
    now += 20
    assert is_admitted(limits) and not is_admitted(limits) and is_admitted(limits, "other")
    with pytest.raises(Busy) as refused, limits.admit("desk"):
        pass
    assert refused.value.retry_seconds == 40
    now += 40
    assert is_admitted(limits) and not is_admitted(limits)


@pytest.mark.parametrize("seconds", [86400.0, -86400.0])
def test_a_jump_of_the_clock_locks_no_key_out_and_lets_none_in(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    limits, real = Limits("2/second", 9), time.time
    assert is_admitted(limits) and is_admitted(limits)
    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    assert not is_admitted(limits)
    time.sleep(1.0)
    assert is_admitted(limits)


def test_a_rate_of_none_admits_none() -> None:
    assert not is_admitted(Limits("0/minute", 9))
