"""Entry point of the command `onrecord`. Ctrl-C is handled before anything slow is imported."""

from typing import NoReturn

from onrecord.vectorstore.interrupts import interruptible


def main() -> NoReturn:
    with interruptible():
        from onrecord.assistant.cli import main as run_command

        run_command()


if __name__ == "__main__":
    main()
