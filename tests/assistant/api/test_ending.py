"""A server that is asked to end closes its index whole, however it is asked."""

import signal
import time
from pathlib import Path

import httpx
import pytest

from tests.serving import start_server, until

pytestmark = pytest.mark.slow

ARTICLE = {"title": "Ferry stops", "text": "The ferry to Hallin stopped on Wednesday. The harbour office said that 42 passengers had been put up in the school."}


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGINT], [signal.SIGINT, signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]], ids=lambda s: "+".join(x.name for x in s))
def test_a_server_ends_and_leaves_its_index_as_a_clean_close_does(tmp_path: Path, signals: list[signal.Signals]) -> None:
    process, url = start_server(tmp_path)
    job = httpx.post(f"{url}/v1/articles", json=ARTICLE).json()["job_id"]
    until(lambda: httpx.get(f"{url}/v1/jobs/{job}").json()["state"] == "done")
    for sent in signals:
        process.send_signal(sent)
        time.sleep(0.3)
    assert process.communicate(timeout=30) == ("", None), "after the address, the server prints nothing"
    assert process.returncode in (0, 130)
    assert (tmp_path / "index" / "index.json").exists(), "the next start need not build it again"
