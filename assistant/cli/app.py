"""The command line `onrecord`. Rooms that the assistant may not import (ingest, evals) add their commands by entry points."""

from importlib.metadata import entry_points
from typing import NoReturn

import typer

from onrecord.assistant.cli import archive, articles, ask, doctor, gate, keys, serve
from onrecord.vectorstore.command_line import EXIT_CODES, run

HELP = """Ask a collection of news articles a question. Every sentence of the answer cites its source verbatim, names its speaker, and is checked.

Begin with `onrecord ingest FOLDER`, then `onrecord ask "…"`. No key and no network are needed.
"""

app = typer.Typer(help=HELP, epilog=EXIT_CODES, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown")
for commands in (ask, articles, archive, gate, keys, serve, doctor):
    commands.register(app)


def main() -> NoReturn:
    for command in sorted(entry_points(group="onrecord.commands"), key=lambda e: e.name):
        command.load()(app)
    run(app)
