"""What every command shares: errors as exit codes, progress bars, Ctrl-C."""

from onrecord.vectorstore.command_line.interrupts import interruptible
from onrecord.vectorstore.command_line.run import EXIT_CODES, complain, print_json, progress_bar, run

__all__ = [
    "EXIT_CODES",
    "complain",
    "interruptible",
    "print_json",
    "progress_bar",
    "run",
]
