"""Entry point of the command `onrecord`. Ctrl-C is handled before anything slow is imported."""

import os
import sys
from typing import NoReturn

from onrecord.vectorstore.interrupts import interruptible

WRONG_SYSTEM = "onrecord: this system is not supported; On Record runs on Linux and macOS, and on Windows inside WSL (https://learn.microsoft.com/windows/wsl/install)"


def main() -> NoReturn:
    if os.name != "posix":  # locks, limits of processes and signals are those of POSIX
        sys.exit(WRONG_SYSTEM)
    with interruptible():
        from onrecord.assistant.cli import main as run_command

        run_command()


if __name__ == "__main__":
    main()
