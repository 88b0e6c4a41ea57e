"""The current time and day in UTC, in which all records are written, and the day where an asker is."""

from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from onrecord.vectorstore.errors import BadInput

ASKER_ZONE: ContextVar[ZoneInfo | None] = ContextVar("asker_zone", default=None)


def now() -> str:
    """ISO time, to the second, with its zone: `2026-05-25T14:03:00+00:00`."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def today() -> date:
    return datetime.now(UTC).date()


def find_zone(name: str) -> ZoneInfo | None:
    """The time zone with a name such as "Europe/Oslo"; None for an empty name, which is the machine's own. Raises BadInput if there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):  # also of names like "../x"
        raise BadInput(f"there is no time zone {name[:60]!r}; write a name such as Europe/Oslo or UTC") from None


def use_zone(name: str) -> None:
    """From here to the end of this request or command, the asker is in this time zone. Raises BadInput if there is none of this name."""
    ASKER_ZONE.set(find_zone(name))


def asker_today() -> date:
    """The day where the asker is. It is what "today" means in a question; records have the day in UTC."""
    return datetime.now(UTC).astimezone(ASKER_ZONE.get()).date()
