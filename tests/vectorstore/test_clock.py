"""The day that "today" is, where the asker is."""

from collections.abc import Iterator
from contextvars import copy_context
from datetime import UTC, datetime

import pytest

from onrecord.vectorstore import clock
from onrecord.vectorstore.clock import asker_today, today, use_zone
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import read_settings


class LateEvening(datetime):
    """Half an hour before midnight in UTC."""

    @classmethod
    def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
        return datetime(2026, 5, 25, 23, 30, tzinfo=UTC)


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "datetime", LateEvening)
    yield


def day_in(zone: str) -> str:
    def ask() -> str:
        use_zone(zone)
        return asker_today().isoformat()

    return copy_context().run(ask)


def test_it_is_tomorrow_already_where_the_asker_is(late: None) -> None:
    assert [day_in(zone) for zone in ("UTC", "Europe/Oslo", "America/New_York", "Pacific/Kiritimati")] == ["2026-05-25", "2026-05-26", "2026-05-25", "2026-05-26"]
    assert today().isoformat() == "2026-05-25"  # records keep the day in UTC


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "x" * 500, "\0"])
def test_what_is_no_zone_is_refused(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="Europe/Oslo"):
        use_zone(zone)
    with pytest.raises(BadInput, match="ONRECORD_TIME_ZONE"):
        read_settings(time_zone=zone)
