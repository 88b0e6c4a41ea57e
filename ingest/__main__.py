"""`python -m onrecord.ingest` does the same as `onrecord ingest`, but imports only this room."""

from typing import NoReturn

from onrecord.vectorstore.interrupts import interruptible


def main() -> NoReturn:
    with interruptible():
        import typer

        from onrecord.ingest.cli import HELP, ingest_command
        from onrecord.vectorstore.command_line import run

        app = typer.Typer(add_completion=False)
        app.command(help=HELP)(ingest_command)  # the only command, so that its name is not needed
        run(app)


if __name__ == "__main__":
    main()
