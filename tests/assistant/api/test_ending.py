"""A server that is asked to end closes its index whole, however it is asked."""

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

ARTICLE = {"title": "Ferry stops", "text": "The ferry to Hallin stopped on Wednesday. The harbour office said that 42 passengers had been put up in the school."}


def serve(home: Path) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen([sys.executable, "-m", "onrecord.assistant", "serve", "--port", "0", "--home", str(home)], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    url = next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
    threading.Thread(target=process.stderr.read, daemon=True).start()  # so that it never waits for a reader
    until(lambda: httpx.get(f"{url}/readyz").status_code == 200)
    return process, url


def until(done: "object") -> None:
    for _ in range(600):
        if done():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it took a minute")


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT], [signal.SIGINT, signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]], ids=lambda s: "+".join(x.name for x in s))
def test_a_server_ends_and_leaves_its_index_as_a_clean_close_does(tmp_path: Path, signals: list[signal.Signals]) -> None:
    process, url = serve(tmp_path)
    job = httpx.post(f"{url}/v1/articles", json=ARTICLE).json()["job_id"]
    until(lambda: httpx.get(f"{url}/v1/jobs/{job}").json()["state"] == "done")
    for sent in signals:
        process.send_signal(sent)
        time.sleep(0.3)
    assert process.wait(30) in (0, 130)
    assert (tmp_path / "index" / "index.json").exists(), "the next start need not build it again"
