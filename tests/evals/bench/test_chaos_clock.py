"""The clock of a server jumps: `make chaos` does the same with more jumps."""

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.evals.bench.chaos_clock import DAY, PROGRAM, move_clock
from onrecord.evals.bench.kills import make_articles


@pytest.mark.kills
def test_jumps_of_the_clock_lose_nothing_and_lock_nobody_out(tmp_path: Path) -> None:
    found = list(move_clock(tmp_path / "home", make_articles(tmp_path / "articles", 6), (-DAY, DAY), 1.0))
    assert [f for f in found if not f.passed] == [] and len({f.facts["today"] for f in found}) == 2


def test_the_clock_of_a_command_follows_the_file(tmp_path: Path) -> None:
    script, clock = tmp_path / "look.py", tmp_path / "clock"
    clock.write_text("0")
    script.write_text(
        f"import sys; sys.path.insert(0, {str(Path(PROGRAM[-1]).parent)!r})\n"
        "from pathlib import Path\nfrom shifted_clock import shift_clock\n"
        "shift_clock(Path(sys.argv[1]))\n"
        "import time\nfrom datetime import UTC, datetime\n"
        "first, began, steady = datetime.now(UTC), time.time(), time.monotonic()\n"
        "Path(sys.argv[1]).write_text('-86400')\n"
        "print(round((first - datetime.now(UTC)).total_seconds()), round(began - time.time()), round(time.monotonic() - steady), isinstance(first, datetime))\n"
    )
    done = subprocess.run([sys.executable, script, clock], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["86400", "86400", "0", "True"]
