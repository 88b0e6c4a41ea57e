"""Traces of turns, as a real receiver of OpenTelemetry's protocol gets them over gRPC."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as messages
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as service

from onrecord.assistant import telemetry
from onrecord.assistant.api.service import Service
from onrecord.assistant.telemetry import clock_of
from onrecord.assistant.turn import Assistant, Clock, Turn, answer_turn
from onrecord.vectorstore.errors import UpstreamFailed
from onrecord.vectorstore.logs import log_fields
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.providers import Provider
from tests.serving import serving, until

ASKED = "How many Norrhamar workers joined the strike on the first day?"
STAGES = {"rewrite_question", "search", "select_evidence", "draft_answer", "cite", "gate", "compose_answer"}


class Receiver(service.TraceServiceServicer):  # type: ignore[misc]
    def __init__(self) -> None:
        self.requests: list[Any] = []

    def Export(self, request: Any, _: Any) -> Any:
        self.requests.append(request)
        return messages.ExportTraceServiceResponse()

    @property
    def spans(self) -> list[Any]:
        return [span for r in self.requests for resource in r.resource_spans for scope in resource.scope_spans for span in scope.spans]

    def named(self, name: str) -> list[Any]:
        return [s for s in self.spans if s.name == name]


def attributes(span: Any) -> dict[str, Any]:
    return {a.key: getattr(a.value, a.value.WhichOneof("value")) for a in span.attributes}


@dataclass
class Traced:
    receiver: Receiver
    endpoint: str


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[Traced]:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")  # ms
    receiver, server = Receiver(), grpc.server(ThreadPoolExecutor(2))
    service.add_TraceServiceServicer_to_server(receiver, server)
    endpoint = f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    server.start()
    yield Traced(receiver, endpoint)
    server.stop(None).wait()


@contextmanager
def tracing(assistant: Assistant, texts: bool = False) -> Iterator[Assistant]:
    clock = clock_of(Settings(trace_texts=texts))
    yield replace(assistant, clock=clock)
    clock.__self__.close()  # type: ignore[attr-defined]


def all_words(receiver: Receiver) -> str:
    return " ".join(str(r) for r in receiver.requests)


def test_a_turn_is_a_span_and_each_run_of_a_stage_one_below_it(assistant: Assistant, traced: Traced) -> None:
    with tracing(assistant) as asked, log_fields(request_id="r-17", collection="sports"):
        turn = answer_turn(asked, ASKED, as_of="2026-05-25")
    (root,), receiver = traced.receiver.named("turn"), traced.receiver
    below = [s for s in receiver.spans if s.name != "turn"]
    assert {s.name for s in below} == STAGES and {s.parent_span_id for s in below} == {root.span_id} and {s.trace_id for s in below} == {root.trace_id}
    assert len(receiver.named("gate")) == len(receiver.named("cite")) == turn.answer.gate.claims > 1
    assert all(root.start_time_unix_nano <= s.start_time_unix_nano <= s.end_time_unix_nano <= root.end_time_unix_nano for s in below)
    for stage, ms in turn.answer.timings_ms.items():
        spent = sum(s.end_time_unix_nano - s.start_time_unix_nano for s in receiver.named(stage)) / 1e6
        assert stage in ("total", "compose_answer") or spent == pytest.approx(ms, abs=5 + ms / 5), stage
    found, gate = attributes(root), turn.answer.gate
    assert found["onrecord.status"] == turn.answer.status and found["onrecord.gate_version"] == gate.version and found["onrecord.judge"] == assistant.judge.name
    assert found["onrecord.claims"] == gate.claims and found["onrecord.claims_supported"] == gate.supported and found["onrecord.hits"] == len(turn.hits)
    assert (found["onrecord.request_id"], found["onrecord.collection"]) == ("r-17", "sports")
    resource = {a.key: a.value.string_value for a in receiver.requests[0].resource_spans[0].resource.attributes}
    assert resource["service.name"] == "onrecord" and resource["service.version"]


@pytest.mark.parametrize("texts", [False, True])
def test_words_are_sent_only_where_a_setting_says_so(assistant: Assistant, traced: Traced, texts: bool) -> None:
    with tracing(assistant, texts) as asked:
        answer = answer_turn(asked, ASKED, as_of="2026-05-25").answer
    found = attributes(traced.receiver.named("turn")[0])
    assert (found.get("onrecord.question"), found.get("onrecord.answer")) == ((ASKED, answer.text) if texts else (None, None))
    if not texts:
        sent = all_words(traced.receiver)
        assert not [w for w in (*ASKED.split(), *answer.text.split(), *(c.title for c in answer.citations)) if len(w) > 7 and w in sent]


def test_an_error_marks_the_spans_by_its_class_alone(assistant: Assistant, traced: Traced) -> None:
    provider = Provider(500)
    with tracing(replace(assistant, model=provider.model())) as asked, pytest.raises(UpstreamFailed):
        answer_turn(asked, ASKED, as_of="2026-05-25")
    provider.stop()
    for name in ("turn", "draft_answer"):
        (span,) = traced.receiver.named(name)
        assert span.status.code == 2 and attributes(span)["error.type"] == "UpstreamFailed" and not span.events and not span.status.message
    assert [s.status.code for s in traced.receiver.named("search")] == [0]


def test_answers_are_the_same_with_traces(assistant: Assistant, traced: Traced) -> None:
    def timeless(turn: Turn) -> Any:
        return replace(turn.answer, timings_ms={}, gate=replace(turn.answer.gate, ms=0.0))

    with tracing(assistant) as asked:
        assert timeless(answer_turn(asked, ASKED, as_of="2026-05-25")) == timeless(answer_turn(assistant, ASKED, as_of="2026-05-25"))


@pytest.mark.parametrize(
    "environment",
    [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}],
    ids=["nothing", "empty", "disabled"],
)
def test_nothing_of_it_is_imported_where_it_is_off(environment: dict[str, str]) -> None:
    code = "import sys; from onrecord.assistant.telemetry import clock_of; from onrecord.vectorstore.settings import Settings; print(clock_of(Settings()).__name__, [m for m in sys.modules if m.startswith(('opentelemetry', 'grpc'))])"
    own = {k: v for k, v in os.environ.items() if not k.startswith("OTEL_")}
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=own | environment, timeout=120).stdout.split(" ", 1) == ["Clock", "[]\n"]


def test_the_server_sends_the_id_of_the_request(newsroom: Store, traced: Traced) -> None:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url:
        asked = httpx.post(f"{url}/v1/ask", json={"question": ASKED, "as_of": "2026-05-25"}, headers={"X-Request-ID": "r-18"}, timeout=60).raise_for_status()
        until(lambda: traced.receiver.named("turn"))
    found = attributes(traced.receiver.named("turn")[0])
    assert (found["onrecord.request_id"], found["onrecord.status"]) == ("r-18", asked.json()["status"])


@pytest.mark.slow
def test_a_command_sends_before_it_ends(article_file: Path, tmp_path: Path, traced: Traced) -> None:
    own = os.environ | {"ONRECORD_HOME": str(tmp_path / "home")}
    for arguments in (["ingest", str(article_file)], ["ask", "How many tanks were destroyed in the valley?"]):
        subprocess.run([sys.executable, "-m", "onrecord.assistant", *arguments], env=own, check=True, capture_output=True, timeout=120)
    (root,) = traced.receiver.named("turn")
    assert attributes(root)["onrecord.status"] == "served"


def test_another_protocol_is_refused_with_a_warning(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv(telemetry.ENDPOINTS[0], "http://127.0.0.1:4318")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    assert clock_of(Settings()) is Clock and "http/protobuf" in caplog.text
