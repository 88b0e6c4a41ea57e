"""The current time and day in UTC. All records of the project store times in this form."""

from datetime import UTC, date, datetime


def now() -> str:
    """ISO time, to the second, with its zone: `2026-05-25T14:03:00+00:00`."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    return datetime.now(UTC).date()
