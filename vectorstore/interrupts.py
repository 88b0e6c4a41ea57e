"""Ctrl-C ends a command with one line and exit code 130. Imports little, so that it works while the rest is still being imported."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
MESSAGE = "onrecord: interrupted; run the same command again to continue"
RETRY_SECONDS = 0.02  # an interrupt during an import is delivered again after this time
CLEANUP_SECONDS = 5.0  # within this time of the first Ctrl-C, a second one does not disturb the cleanup


def is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib._bootstrap"):
            return True
        frame = frame.f_back
    return False


class Interrupt:
    """Signal handler that raises KeyboardInterrupt, but not during an import: a C extension interrupted there fails or crashes."""

    def __init__(self) -> None:
        self._raised_at = -CLEANUP_SECONDS

    def __call__(self, _: int, frame: FrameType | None) -> None:
        if is_importing(frame):
            signal.setitimer(signal.ITIMER_REAL, RETRY_SECONDS)  # SIGALRM has the same handler
        elif time.monotonic() - self._raised_at > CLEANUP_SECONDS:
            self._raised_at = time.monotonic()
            raise KeyboardInterrupt


interrupt = Interrupt()


@contextmanager
def interruptible() -> Iterator[None]:
    """Exits when Ctrl-C is pressed inside the block. If the parent process had the signal ignored, it stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        for sent in (signal.SIGINT, signal.SIGALRM):
            signal.signal(sent, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        ignore_interrupts()
        print(MESSAGE, file=sys.stderr)
        sys.exit(INTERRUPTED)
    finally:
        ignore_interrupts()


def ignore_interrupts() -> None:
    """The remaining cleanup is short; no further Ctrl-C interrupts it."""
    if signal.getsignal(signal.SIGINT) is interrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
