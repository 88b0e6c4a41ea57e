"""Where the command `onrecord` starts: Ctrl-C is understood before anything slow is imported."""

from typing import NoReturn

from vectorstore.interrupts import interruptible


def main() -> NoReturn:
    with interruptible():
        from assistant.cli import main as run_command

        run_command()


if __name__ == "__main__":
    main()
