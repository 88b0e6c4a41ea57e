"""The entry point, in processes of its own."""

import subprocess
import sys

HIDDEN = "fcntl, resource, pwd, grp, termios, readline"
WINDOWS = f"""
import os, signal, sys
for name in {HIDDEN.split(", ")!r}:
    sys.modules[name] = None  # as if Python had no such module
del signal.SIGALRM, signal.setitimer
from onrecord.assistant.__main__ import main
os.name = "nt"
main()
"""


def test_another_system_gets_one_clear_line() -> None:
    done = subprocess.run([sys.executable, "-c", WINDOWS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "Linux and macOS" in line and "WSL" in line
