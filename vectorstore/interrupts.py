"""Makes Ctrl-C end a command with one line and exit code 130. This file imports little, so that Ctrl-C works during the other imports."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
MESSAGE = "onrecord: interrupted; run the same command again to continue"
RETRY_SECONDS = 0.02  # an interrupt during an import is delivered again after this time
CLEANUP_SECONDS = 5.0  # time after the first Ctrl-C in which a second one is ignored, so that the cleanup can finish


def is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib._bootstrap"):
            return True
        frame = frame.f_back
    return False


class Interrupt:
    """A signal handler that raises KeyboardInterrupt. During an import it waits, because an interrupted C extension fails or crashes."""

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
    """Ctrl-C inside the block ends the process. If the parent process ignores the signal, it stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        for sent in (signal.SIGINT, signal.SIGALRM):
            signal.signal(sent, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        ignore_interrupts()
        exec("")  # Python remembers a KeyboardInterrupt that left an `exec` of text, and would die of SIGINT at its end; the next `exec` clears that
        print(MESSAGE, file=sys.stderr)
        sys.exit(INTERRUPTED)
    finally:
        ignore_interrupts()


def ignore_interrupts() -> None:
    """Ignore further Ctrl-C. The remaining cleanup is short."""
    if signal.getsignal(signal.SIGINT) is interrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
