"""Figures of a running server for Prometheus: how turns end, the time of each stage, what the gate did, what is in progress, and the process's memory."""

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from onrecord.assistant.turn import Turn

METRICS_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # upper limits of the buckets


class Metrics:
    """The figures of one server. No question, answer or name of a caller is among them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("onrecord_turns", "Turns that ended with an answer, by its status.", ["collection", "status"], registry=self._registry)
        self._errors = Counter("onrecord_turn_errors", "Turns that ended with an error, by its type.", ["type"], registry=self._registry)
        self._stages = Histogram("onrecord_stage_seconds", "Time of each stage of a turn, and of the whole turn (total).", ["stage"], buckets=SECONDS, registry=self._registry)
        self._claims = Counter("onrecord_claims", "Drafted claims by what the gate did with them.", ["outcome"], registry=self._registry)
        self._gauges: dict[str, Gauge] = {}
        ProcessCollector(registry=self._registry)

    def observer(self, collection: str) -> Callable[[Turn], None]:
        """Counts the turns of a collection."""

        def count(turn: Turn) -> None:
            answer = turn.answer
            self._turns.labels(collection, answer.status).inc()
            for stage, ms in answer.timings_ms.items():
                self._stages.labels(stage).observe(ms / 1000)
            gate = answer.gate
            for outcome, number in (("passed", gate.supported), ("repaired", gate.repaired), ("dropped", gate.dropped), ("unchecked", gate.unchecked)):
                self._claims.labels(outcome).inc(number)

        return count

    def count_error(self, error: Exception) -> None:
        self._errors.labels(type(error).__name__).inc()

    def watch(self, name: str, help_text: str, read: Callable[[], float], **labels: str) -> None:
        """Show what `read` returns at each scrape."""
        gauge = self._gauges.get(name) or Gauge(name, help_text, list(labels), registry=self._registry)
        self._gauges[name] = gauge
        (gauge.labels(**labels) if labels else gauge).set_function(read)

    def exposition(self) -> bytes:
        """All figures in Prometheus's text form, which `METRICS_TYPE` names."""
        return generate_latest(self._registry)
