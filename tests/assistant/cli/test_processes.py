"""`onrecord serve --workers`: processes that share a socket, replaced when they are killed, and ended together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench.backends import Chroma, Postgres
from tests.serving import start_server, until

FORKING = """
import sys, time
import typer
from onrecord.assistant.cli.processes import fork_processes
try:
    number = fork_processes(2)
except typer.Exit as e:
    sys.exit(e.exit_code)
print(number, flush=True)
if number == int(sys.argv[1]):
    sys.exit(7)
time.sleep(60)
"""


def forking(failing: int = -1) -> "subprocess.Popen[str]":
    """Two processes, of which the one with this number ends with an error."""
    return subprocess.Popen([sys.executable, "-c", FORKING, str(failing)], stdout=subprocess.PIPE, text=True)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line) for line in found.split()]


@pytest.mark.slow
def test_a_process_that_is_killed_is_replaced_and_all_end_together() -> None:
    with forking() as process:
        assert process.stdout and {process.stdout.readline().strip() for _ in range(2)} == {"0", "1"}
        os.kill(children(process.pid)[0], signal.SIGKILL)
        assert process.stdout.readline().strip() == "2"
        own = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0 and len(own) == 2
        assert not any(map(is_running, own))


@pytest.mark.slow
def test_processes_end_with_the_one_that_looks_after_them() -> None:
    with forking() as process:
        assert process.stdout and [process.stdout.readline() for _ in range(2)]
        own = children(process.pid)
        process.kill()
        until(lambda: not any(is_running(pid) for pid in own))


@pytest.mark.slow
def test_an_error_of_one_process_ends_all_with_its_exit_code() -> None:
    with forking(failing=1) as process:
        assert process.wait(20) == 7


@pytest.mark.slow
def test_files_in_the_home_are_for_one_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "onrecord.assistant", "serve", "--workers", "2", "--port", "0", "--home", str(tmp_path)]
    refused = subprocess.run(command, capture_output=True, text=True)
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1
    assert "ONRECORD_ARCHIVE" in refused.stderr and "ONRECORD_CHROMA" in refused.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_processes_on_one_port(postgres: Postgres, chroma: Chroma, tmp_path: Path) -> None:
    environment = {"ONRECORD_ARCHIVE": postgres.create("forked"), "ONRECORD_CHROMA": chroma.server.url}
    server, url = start_server(tmp_path, environment, "--workers", "2")
    try:
        first, second = children(server.pid)
        for killed in (first, second):  # one after the other, so that each has answered alone
            os.kill(killed, signal.SIGKILL)
            until(lambda: answers(url), 200)
        until(lambda: len(children(server.pid)) == 2)
        answered = 2 + sum(answers(url) for _ in range(6))
        until(lambda: count_turns(url) >= answered and len({count_turns(url) for _ in range(6)}) == 1)  # each process tells of all, also of what killed ones answered
        own = children(server.pid)
        server.terminate()
        assert server.wait(120) == 0
        assert not any(map(is_running, own))
    finally:
        server.kill()
        server.communicate()


def count_turns(url: str) -> int:
    """The number of turns in `/metrics` of the process that gets this request."""
    lines = httpx.get(f"{url}/metrics").raise_for_status().text.splitlines()
    return round(sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("onrecord_turns_total{")))


def answers(url: str) -> bool:
    time.sleep(1)
    try:
        return httpx.post(f"{url}/v1/ask", json={"question": "Who spoke?"}).status_code == 200
    except httpx.HTTPError:
        return False
