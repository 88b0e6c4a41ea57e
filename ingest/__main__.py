"""`python -m onrecord.ingest` does the same as `onrecord ingest`, but imports only this room."""

from typing import NoReturn

from onrecord.vectorstore.interrupts import interruptible


def main() -> NoReturn:
    with interruptible():
        import typer

        from onrecord.ingest.cli import register
        from onrecord.vectorstore.command_line import run

        app = typer.Typer(add_completion=False)
        register(app)
        run(app)


if __name__ == "__main__":
    main()
