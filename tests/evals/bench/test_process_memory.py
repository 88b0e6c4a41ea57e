"""The memory of a process counts those that it started, and is told by stage."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from onrecord.evals.bench.kills import command_of, still_running
from onrecord.evals.bench.process_memory import Used, Watched, memory_of, processes_below, watch_memory
from onrecord.evals.bench.sparse_ingest import SparseEmbedder
from onrecord.vectorstore.embedding import PackagedEmbedder, PassageText

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc")
MB = 2**20
TREE = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "held = b'1' * (60 * {MB}); print(1, flush=True); input()"], stdin=sys.stdin, stdout=subprocess.PIPE)
child.stdout.readline()
held = b"1" * (90 * {MB})
print("ready", flush=True)
child.wait()
"""


def test_memory_of_a_process_and_of_what_it_started() -> None:
    process = subprocess.Popen([sys.executable, "-c", TREE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    with watch_memory(process.pid) as watched:
        process.stdout.readline()
        watched.stage = "both"
        used = memory_of(process.pid)
        time.sleep(0.6)
        (child,) = processes_below(process.pid)
        assert still_running([child], 0) == (child,)
        process.communicate("end\n")
    assert 90 < used.own < 130 and len(used.others) == 1 and 60 < used.others[0] < 100 and 0 <= used.of_files < 50
    assert abs(watched.peaks["both"].total - used.total) < 20 and watched.peak == max(watched.peaks.values(), key=lambda u: u.total)
    assert still_running([child, process.pid], 5) == () and memory_of(process.pid) == Used()


def test_a_process_that_ended_and_was_not_asked_for_is_not_running() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    while command_of(process.pid):
        time.sleep(0.05)
    assert process.returncode is None and still_running([process.pid], 0) == ()
    process.wait()


def test_the_peak_of_a_stage_is_the_moment_with_most() -> None:
    watched = Watched("a")
    for used in (Used(10, (5,)), Used(12), Used(3)):
        watched.add(used)
    watched.stage = "b"
    watched.add(Used(2, (9, 1), 4))
    assert watched.peaks == {"a": Used(10, (5,)), "b": Used(2, (9, 1), 4)} and watched.peak.total == 15
    assert str(watched.peaks["b"]) == "12 MB (2 + 9 + 1; 4 of them pages of files)"


def test_one_chunk_in_some_is_embedded() -> None:
    chunk = [PassageText("The ferry ran late.", ((0, 19),)), PassageText("No one waited.", ())]
    real, _ = PackagedEmbedder().embed_passages(chunk)
    embedder = SparseEmbedder(3)
    found = [embedder.embed_passages(chunk) for _ in range(4)]
    assert [bool(np.allclose(vectors, real)) for vectors, _ in found] == [True, False, False, True]
    assert all(np.allclose(np.linalg.norm(vectors, axis=1), 1) and [len(s) for s in sentences] == [1, 0] for vectors, sentences in found)
