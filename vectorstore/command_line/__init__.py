"""Common parts of all command lines: options, exit codes for errors, progress bars."""

from onrecord.vectorstore.command_line.options import AsJson, Collection, Home
from onrecord.vectorstore.command_line.run import EXIT_CODES, complain, print_json, progress_bar, run

__all__ = [
    "EXIT_CODES",
    "AsJson",
    "Collection",
    "Home",
    "complain",
    "print_json",
    "progress_bar",
    "run",
]
