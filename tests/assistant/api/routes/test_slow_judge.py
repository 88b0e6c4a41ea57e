"""A judge over a socket takes its time: meanwhile the server answers others."""

import threading
import time

import httpx

from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import serving

QUESTION = "How many Norrhamar workers joined the strike on the first day?"
SECONDS = 20.0  # that the judge stays silent


def test_a_question_is_answered_while_another_waits_for_its_judge(newsroom: Store) -> None:
    writer, judge = Provider("The union said that 3,200 workers had joined the walkout [1]."), Provider(SECONDS)
    settings = Settings(home=newsroom.home, model="openai:writer", base_url=writer.base_url, judge="llm:openai:judge")
    service = Service({"default": newsroom}, settings)
    asking = service.newsrooms["default"].assistant.judge
    asking._model.base_url = judge.base_url  # type: ignore[attr-defined]  # one provider, two servers
    with serving(service) as url, httpx.Client(base_url=url, timeout=60) as client:
        first = threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": QUESTION, "as_of": "2026-05-25"}})
        first.start()
        while not judge.asked:
            time.sleep(0.05)
        began = time.monotonic()
        second = client.post("/v1/ask", json={"question": QUESTION, "as_of": "2026-05-25", "model": "extractive"})
        assert second.status_code == 200 and second.json()["claims"]
        assert time.monotonic() - began < SECONDS / 2 and first.is_alive()
        first.join()
    assert len(judge.asked) == 1  # once for the sentence and its source, although the judge gave no verdict
    writer.stop()
    judge.stop()
