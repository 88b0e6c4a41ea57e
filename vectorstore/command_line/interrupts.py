"""Ctrl-C ends a command with one line and exit code 130, whatever it interrupts. Imports little, to be in force before the rest is imported."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
MESSAGE = "onrecord: interrupted; run the same command again to go on"
AGAIN = 0.02  # seconds after which an interrupt that came during an import comes again
ENDING = 5.0  # seconds that a command may take to end


def is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib._bootstrap"):
            return True
        frame = frame.f_back
    return False


class Interrupt:
    """Raises KeyboardInterrupt, once no module is being imported: one in C then fails as if it were broken, and some die.

    A second Ctrl-C does not disturb the ending that the first began, unless that takes long.
    """

    def __init__(self) -> None:
        self._raised = -ENDING

    def __call__(self, _: int, frame: FrameType | None) -> None:
        if is_importing(frame):
            signal.setitimer(signal.ITIMER_REAL, AGAIN)  # its signal is handled here too
        elif time.monotonic() - self._raised > ENDING:
            self._raised = time.monotonic()
            raise KeyboardInterrupt


interrupt = Interrupt()


@contextmanager
def interruptible() -> Iterator[None]:
    """Exits when Ctrl-C is pressed within. Whoever starts us with the signal ignored is not overruled."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        for sent in (signal.SIGINT, signal.SIGALRM):
            signal.signal(sent, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        let_end()
        print(MESSAGE, file=sys.stderr)
        sys.exit(INTERRUPTED)
    finally:
        let_end()


def let_end() -> None:
    """What is left to do is short, and no further Ctrl-C shall break it."""
    if signal.getsignal(signal.SIGINT) is interrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
