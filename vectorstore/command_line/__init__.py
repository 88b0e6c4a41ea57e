"""What all command lines share: options, errors as exit codes, progress bars."""

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
