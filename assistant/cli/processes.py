"""Several processes that serve one socket, and one that looks after them."""

import logging
import os
import signal
import threading
import time
from contextlib import suppress

import typer

RESTART_SECONDS = 1.0  # before a process that was killed is replaced
SIGNALS = {signal.SIGINT, signal.SIGTERM}
log = logging.getLogger(__name__)


def fork_processes(count: int) -> int:
    """Go on in so many processes. Call this before anything starts a thread.

    Returns:
        In each of the processes its number, from 0. One that is killed is replaced by one with a higher number.

    Raises:
        typer.Exit: in the process that looks after them, when all have ended: after Ctrl-C, SIGTERM, or an error of one of them, which has its exit code.
    """
    children: set[int] = set()
    alive, held = os.pipe()  # only this process holds the second end, so that the first one ends with it
    started, code, stopping = 0, 0, False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    while children or not stopping:
        if not stopping and len(children) < count:
            signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # a signal must not come between the start of a child and the note of it
            child = os.fork()
            if not child:
                for number, handler in before.items():
                    signal.signal(number, handler)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
                os.close(held)
                threading.Thread(target=end_with_parent, args=(alive,), name="parent-watch", daemon=True).start()
                return started
            children.add(child)
            started += 1
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            continue
        child, status = os.wait()
        children.discard(child)
        if stopping:
            continue
        if os.WIFEXITED(status):  # it has said itself what is wrong
            code = os.WEXITSTATUS(status)
            stop()
        else:
            log.warning("a process of the server was killed by signal %d; another one takes its place", os.WTERMSIG(status))
            time.sleep(RESTART_SECONDS)
    raise typer.Exit(code)


def end_with_parent(alive: int) -> None:
    """End this process cleanly when the one that looks after it is gone, even if that was killed."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
