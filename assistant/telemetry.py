"""Traces of turns for OpenTelemetry: a span for each turn, and below it one for each time that a stage runs. The receiver gets them over gRPC.

Traces are off unless a standard variable names a receiver. Nothing of OpenTelemetry is imported then. It is in every installation, because
chromadb needs it. Its other variables hold too, such as OTEL_SERVICE_NAME and OTEL_EXPORTER_OTLP_HEADERS.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from onrecord.assistant.turn import Assistant, Clock, Listener, Turn
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.logs import current_log_fields
from onrecord.vectorstore.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
SEND_SECONDS = 3.0  # seconds for one attempt to send: a command must not wait long at its end for a receiver that is away
FROM_LOG = ("collection", "request_id")  # fields of the log that name a turn's request

log = logging.getLogger("onrecord.assistant.telemetry")


class Traces:
    """Sends the spans of turns. Args: texts: with question and answer."""

    def __init__(self, exporter: "SpanExporter", texts: bool = False) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        release = version("onrecord")
        named = {"service.version": release} | ({} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": "onrecord"})
        self._provider = TracerProvider(resource=Resource.create(named))  # at the end of the process it sends what is left
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer, self._texts = self._provider.get_tracer("onrecord", release), texts

    def clock(self, tell: Listener) -> Clock:
        return TracedClock(tell, self._tracer, self._texts)

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


class TracedClock(Clock):
    def __init__(self, tell: Listener, tracer: "Tracer", texts: bool) -> None:
        super().__init__(tell)
        self._tracer, self._texts = tracer, texts

    def turn(self, assistant: Assistant, text: str, take: Callable[[], Turn]) -> Turn:
        with self._span("turn") as span:
            span.set_attributes(named({k: v for k, v in current_log_fields().items() if k in FROM_LOG} | parts_of(assistant)))
            if self._texts:
                span.set_attributes(named({"question": text}))
            turn = take()
            span.set_attributes(named(figures_of(turn)))
            if self._texts:
                span.set_attributes(named({"answer": turn.answer.text}))
            return turn

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        with super().measured(name), self._span(name):
            yield

    @contextmanager
    def _span(self, name: str) -> "Iterator[Span]":
        """An error marks its span by its class alone, because its message may quote the question or an article."""
        from opentelemetry.trace import Status, StatusCode

        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            try:
                yield span
            except BaseException as e:
                span.set_attributes({"error.type": type(e).__name__} | ({"http.response.status_code": e.status} if isinstance(e, OnRecordError) else {}))
                span.set_status(Status(StatusCode.ERROR))
                raise


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a span. One without a value is left out."""
    return {f"onrecord.{name}": value for name, value in values.items() if value is not None}


def parts_of(assistant: Assistant) -> dict[str, Any]:
    return {
        "embedding_model": assistant.store.embedder.name,
        "judge": assistant.judge.name,
        "model": assistant.model.name if assistant.model else None,
        "reader": assistant.reader is not None,
    }


def figures_of(turn: Turn) -> dict[str, Any]:
    """Status, versions and counts of a turn, without a word of question, answer or article."""
    answer, gate = turn.answer, turn.answer.gate
    return {
        "status": answer.status,
        "question_kind": answer.question_kind,
        "drafted_by": answer.drafted_by,
        "gate_version": gate.version,
        "answerability": turn.selection.answerability,
        "hits": len(turn.hits),
        "candidates": len(turn.selection.candidates),
        "evidence": len(turn.selection.evidence),
        "claims": gate.claims,
        "claims_supported": gate.supported,
        "claims_repaired": gate.repaired,
        "claims_dropped": gate.dropped,
        "claims_unchecked": gate.unchecked,
        "citations": len(answer.citations),
        "conflicts": len(answer.conflicts),
        "independent_sources": answer.independent_sources,
    }


def clock_of(settings: Settings) -> Callable[[Listener], Clock]:
    """What measures turns: a clock that also sends spans if a receiver is set, otherwise a plain one."""
    if not any(os.environ.get(name) for name in ENDPOINTS) or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return Clock
    protocol = next((os.environ[name] for name in PROTOCOLS if os.environ.get(name)), "grpc")
    if protocol != "grpc":
        log.warning("traces are not sent: the protocol %s is not supported; set OTEL_EXPORTER_OTLP_PROTOCOL=grpc", protocol)
        return Clock
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    timeout = None if any(name in os.environ for name in TIMEOUTS) else SEND_SECONDS
    return Traces(OTLPSpanExporter(timeout=timeout), settings.trace_texts).clock
