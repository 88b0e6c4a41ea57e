"""Runs a command line. An error becomes one line on stderr and an exit code. Progress bars are drawn on stderr."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn
from typer.exceptions import TyperException

from onrecord.vectorstore.errors import OnRecordError, known_error
from onrecord.vectorstore.interrupts import INTERRUPTED, interruptible

if TYPE_CHECKING:
    from onrecord.vectorstore.store import Progress as StoreProgress

EXIT_CODES = (
    "Exit codes: 0 done · 1 failed · 2 bad input · 3 not in the archive · 4 a model, the archive or a server is unavailable"
    " · 5 another process uses the home · 6 an eval fell below its baseline or a bound · 7 the port is in use · 130 interrupted"
)


def run(app: typer.Typer) -> NoReturn:
    """Run a command line. An expected error becomes one line on stderr that says what to do, and an exit code. It shows no traceback."""
    with interruptible():
        try:
            code = app(standalone_mode=False) or 0
        except OnRecordError as e:
            code = complain(str(e), e.exit_code)
        except TyperException as e:  # a wrong option or argument
            code = complain(f"{e}; see --help", 2)
        except typer.Abort:
            code = INTERRUPTED
        except BrokenPipeError:  # `onrecord … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except Exception as e:
            if (known := known_error(e)) is None:
                raise
            code = complain(str(known), known.exit_code)
        if code == INTERRUPTED:  # typer turns Ctrl-C into a silent exit
            raise KeyboardInterrupt
        sys.exit(code)


def complain(message: str, code: int) -> int:
    print(f"onrecord: {message}", file=sys.stderr)
    return code


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


@contextmanager
def progress_bar() -> Iterator["StoreProgress"]:
    """A `Progress` callback that draws one bar per stage on stderr. A total of 0 means that the total is not known yet."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield update
