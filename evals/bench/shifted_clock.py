"""`python -m onrecord.evals.bench.shifted_clock FILE COMMAND…` runs `onrecord COMMAND…` with a clock that FILE moves: it has a number of seconds.

FILE is read at every look at the clock, so that the time of day can jump while the command runs. Clocks that only measure durations do not change,
as when somebody sets the clock of a machine.
"""

import datetime
import sys
import time
from datetime import datetime as RealDateTime
from pathlib import Path

real_time = time.time


def shift_clock(file: Path) -> None:
    """Call this before anything else is imported, because other modules take `datetime` by its name."""

    def shifted() -> float:
        return real_time() + float(file.read_text() or 0)

    class LooksLikeDateTime(type):
        def __instancecheck__(cls, other: object) -> bool:
            return isinstance(other, RealDateTime)  # also those that libraries in C have made

    class ShiftedDateTime(RealDateTime, metaclass=LooksLikeDateTime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> RealDateTime:  # type: ignore[override]
            return RealDateTime.fromtimestamp(shifted(), tz)

        @classmethod
        def utcnow(cls) -> RealDateTime:  # type: ignore[override]
            return RealDateTime.fromtimestamp(shifted(), datetime.UTC).replace(tzinfo=None)

    time.time = shifted
    time.time_ns = lambda: int(shifted() * 1e9)
    datetime.datetime = ShiftedDateTime  # type: ignore[misc]


if __name__ == "__main__":
    shift_clock(Path(sys.argv[1]))
    del sys.argv[1]
    from onrecord.assistant.cli import main

    main()
