"""The figures for Prometheus, read by Prometheus's own parser."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from onrecord.assistant.api.access import Keys
from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import serving

Figures = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


def figures(client: httpx.Client) -> Figures:
    """By name and the values of the labels."""
    families = text_string_to_metric_families(client.get("/metrics").raise_for_status().text)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def test_turns_are_counted_by_how_they_end(client: httpx.Client) -> None:
    before = figures(client)
    for question in ("How many people did the Oske flood kill?", "Who won the chess match in Porto Azul?", "thanks"):
        assert client.post("/v1/ask", json={"question": question, "as_of": "2026-05-25"}).status_code == 200
    after = figures(client)

    def more(*key: str) -> float:
        return after.get(key, 0.0) - before.get(key, 0.0)

    assert [more("onrecord_turns_total", "default", status) for status in ("served", "abstained", "replied")] == [1, 1, 1]
    assert more("onrecord_stage_seconds_count", "total") == 3 and more("onrecord_stage_seconds_sum", "search") > 0
    assert more("onrecord_claims_total", "passed") >= 1
    assert after["onrecord_ready", "default"] == 1 and after["onrecord_answers_in_progress",] == 0
    assert "Oske" not in client.get("/metrics").text


def test_a_chat_model_that_is_down_is_counted(newsroom: Store) -> None:
    provider = Provider(500)
    settings = Settings(home=newsroom.home, model="openai:m", base_url=provider.base_url)
    with serving(Service({"default": newsroom}, settings)) as url, httpx.Client(base_url=url, timeout=60) as client:
        assert client.post("/v1/ask", json={"question": "How many people did the Oske flood kill?", "as_of": "2026-05-25"}).status_code == 502
        assert figures(client)["onrecord_turn_errors_total", "UpstreamFailed"] == 1
    provider.stop()


def test_only_a_key_that_may_do_everything_reads_them(newsroom: Store, tmp_path: Path) -> None:
    service = Service({"default": newsroom}, Settings(home=tmp_path), keys_needed=True)
    keys = {scope: Keys(tmp_path).add(scope, (scope,), "default") for scope in ("ask", "admin")}
    with serving(service) as url, httpx.Client(base_url=url, timeout=60) as client:
        sent = [{}, *({"Authorization": f"Bearer {keys[scope]}"} for scope in ("ask", "admin"))]
        assert [client.get("/metrics", headers=h).status_code for h in sent] == [401, 403, 200]
