"""`python -m ingest`: the same as `onrecord ingest`, for callers that know this room only."""

from typing import NoReturn

from vectorstore.interrupts import interruptible


def main() -> NoReturn:
    with interruptible():
        import typer

        from ingest.cli import register
        from vectorstore.terminal import run

        app = typer.Typer(add_completion=False)
        register(app)
        run(app)


if __name__ == "__main__":
    main()
