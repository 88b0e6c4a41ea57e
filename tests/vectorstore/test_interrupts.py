"""Ctrl-C in commands of their own processes."""

import os
import subprocess
import sys
from pathlib import Path

from onrecord.vectorstore.interrupts import INTERRUPTED, MESSAGE

ROOT = Path(__file__).parents[2]
# As a library in C does when it is interrupted while it loads.
FRAGILE = """
import os, signal
try:
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000): pass
except KeyboardInterrupt:
    raise ImportError("initialization failed")
print("loaded", flush=True)
"""
COMMAND = "from onrecord.vectorstore.interrupts import interruptible\nwith interruptible():\n  import fragile\n  while True: pass"


def test_a_module_is_imported_to_its_end_before_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    (tmp_path / "fragile.py").write_text(FRAGILE)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / '.package'}{os.pathsep}{tmp_path}"}
    done = subprocess.run([sys.executable, "-c", COMMAND], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "loaded\n", f"{MESSAGE}\n")


def test_ctrl_c_in_code_that_a_library_builds_from_text_has_the_same_exit_code(tmp_path: Path) -> None:
    (tmp_path / "fragile.py").write_text("from onrecord.vectorstore.interrupts import interruptible\nwith interruptible():\n  exec('raise KeyboardInterrupt')")
    environment = os.environ | {"PYTHONPATH": f"{ROOT / '.package'}{os.pathsep}{tmp_path}"}
    done = subprocess.run([sys.executable, "-m", "fragile"], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (INTERRUPTED, f"{MESSAGE}\n")
