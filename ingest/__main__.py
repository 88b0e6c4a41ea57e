"""`python -m ingest`: the same as `onrecord ingest`, for callers that know this room only."""

import typer

from ingest.cli import register
from vectorstore.terminal import run

app = typer.Typer(add_completion=False)
register(app)

if __name__ == "__main__":
    run(app)
