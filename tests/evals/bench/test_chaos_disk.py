"""The disk is full while articles are ingested and questions are asked: `make chaos` does the same with more steps of an ingest."""

import subprocess

import pytest

from onrecord.evals.bench.chaos_disk import NAMESPACE, run_trials, unclear

FULL = "onrecord: the disk is full; free some space, then do the same again"


def may_mount() -> bool:
    """Whether this user may mount a file system in memory, which no other process sees."""
    try:
        return subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.mark.kills
@pytest.mark.skipif(not may_mount(), reason="this user may not mount a file system")
def test_a_full_disk_loses_nothing_and_the_work_goes_on_when_there_is_space() -> None:
    done = run_trials([900], subprocess.PIPE)  # the articles have space, the index has not
    found = done.stdout.splitlines()
    assert done.returncode == 0 and [line.partition(":")[0] for line in found] == ["passed", "passed"], done.stdout
    assert "'exit_code': 4" in found[0], "the disk was full"


@pytest.mark.parametrize(
    ("code", "said", "is_clear"),
    [(4, FULL, True), (1, FULL, False), (4, f"Traceback\n{FULL}", False), (4, "onrecord: the archive cannot be opened", False), (1, "OperationalError: disk is full", False)],
)
def test_a_clear_end_is_one_line_that_says_what_to_do(code: int, said: str, is_clear: bool) -> None:
    assert (list(unclear(subprocess.CompletedProcess([], code, "", said), "ingest")) == []) is is_clear
