"""The figures for Prometheus, read by Prometheus's own parser."""

import json
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from onrecord.assistant import diagnosis
from onrecord.assistant.api.access import Keys
from onrecord.assistant.api.metrics import Metrics
from onrecord.assistant.api.service import Service
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.ingest.jobs import Jobs
from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store, open_store
from tests.providers import Provider
from tests.serving import serving, until

Figures = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


def figures(client: httpx.Client) -> Figures:
    """By name and the values of the labels."""
    return read_figures(client.get("/metrics").raise_for_status().text)


def read_figures(text: str) -> Figures:
    families = text_string_to_metric_families(text)
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


STRIKE = "How many Norrhamar workers joined the strike on the first day?"


class BrokenJudge:
    name = "llm:broken"

    def score(self, claim: str, source: str) -> float:
        raise Unavailable("the judge is away")


def test_verdicts_faults_and_failures_of_the_judge_are_counted(assistant: Assistant) -> None:
    metrics = Metrics()
    provider = Provider("Many workers of Norrhamar joined the strike when it began. [1] Some 900,000 penguins joined the strike. [1]")
    asked = replace(assistant, model=provider.model(), observe=metrics.observer("sports"))
    turns = [answer_turn(replace(asked, judge=judge), STRIKE, as_of="2026-05-25") for judge in (BrokenJudge(), assistant.judge)]
    provider.stop()
    shown = metrics.exposition().decode()
    verdicts = {key[1:]: n for key, n in read_figures(shown).items() if key[0] == "onrecord_verdicts_total"}
    assert sum(verdicts.values()) == sum(len(turn.gated) for turn in turns)
    assert read_figures(shown)["onrecord_judge_failures_total", "llm:broken"] == verdicts["unchecked", "unchecked"] >= 1
    faults = {fault for fault, verdict in verdicts if verdict in ("unsupported", "contradicted")}
    assert faults and all(re.fullmatch("[a-z-]+", fault) for fault in faults), verdicts
    assert "penguins" not in shown and "away" not in shown


ARTICLE = {"title": "Ferry stops", "publish_date": "2026-03-04", "text": "The ferry to Hallin stopped on Wednesday, the harbour office said. It had put up 42 passengers in the school for the night."}


def test_ingest_its_queue_and_the_lag_of_the_index_are_shown(newsroom: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "home", newsroom.embedder.name, newsroom.embedder) as store:
        with serving(Service({"default": store}, Settings(home=store.home))) as url, httpx.Client(base_url=url, timeout=60) as client:
            job = client.post("/v1/articles", json=[ARTICLE, ARTICLE | {"text": " "}]).raise_for_status().json()
            until(lambda: client.get(f"/v1/jobs/{job['job_id']}").json()["state"] == "done")
            until(lambda: figures(client)["onrecord_ingest_jobs", "default"] == 0)
            found = figures(client)
            assert [found.get(("onrecord_ingested_documents_total", "default", outcome)) for outcome in ("added", "rejected")] == [1, 1], client.get(f"/v1/jobs/{job['job_id']}").text
            assert (found["onrecord_articles", "default"], found["onrecord_index_lag_passages", "default"]) == (1, 0)
            store.archive.put(replace(store.archive.article(store.archive.article_ids()[0]), article_id="other"), [(0, 9, [(0, 9)]), (10, 20, [(10, 20)])])
            assert (figures(client)["onrecord_articles", "default"], figures(client)["onrecord_index_lag_passages", "default"]) == (2, 2)
            assert client.post("/v1/index").status_code == 200 and figures(client)["onrecord_index_lag_passages", "default"] == 0
        jobs = Jobs(store, threading.Lock())  # not started
        jobs.submit([("a.json", json.dumps(ARTICLE).encode())], {})
        assert jobs.waiting == 1


def test_models_that_are_loaded_are_shown_with_their_size(client: httpx.Client) -> None:
    client.post("/v1/ask", json={"question": "How many people did the Oske flood kill?", "as_of": "2026-05-25"})
    folder = Path(diagnosis.__file__).parent / "reader" / "model"
    assert figures(client)["onrecord_model_bytes", "reader.onnx"] == (folder / "reader.onnx").stat().st_size


def test_a_figure_that_cannot_be_read_hides_no_other() -> None:
    def away() -> float:
        raise Unavailable("the database is away")

    metrics = Metrics()
    metrics.watch("onrecord_articles", "Articles.", away, collection="sports")
    metrics.watch("onrecord_ready", "Ready.", lambda: 1.0, collection="sports")
    found = read_figures(metrics.exposition().decode())
    assert math.isnan(found["onrecord_articles", "sports"]) and found["onrecord_ready", "sports"] == 1


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
