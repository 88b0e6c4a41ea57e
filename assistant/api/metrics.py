"""Figures of a running server for Prometheus: how turns end, the time of each stage, what gate and judge did, what is ingested, what waits, and memory."""

import math
import os
from collections.abc import Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from onrecord.assistant.gate import JUDGE_FAILED, Judgement
from onrecord.assistant.turn import Turn
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.onnx_models import LOADED

METRICS_TYPE = CONTENT_TYPE_LATEST
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # environment, set by `serve --workers`: the folder in which prometheus_client has what several processes have counted
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # upper limits of the buckets


class Metrics:
    """The figures of one server. No question, answer or name of a caller is among them. What is counted is that of all its processes together; what
    is read at each scrape, and the memory, are those of the process that answers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("onrecord_turns", "Turns that ended with an answer, by its status.", ["collection", "status"], registry=self._registry)
        self._errors = Counter("onrecord_turn_errors", "Turns that ended with an error, by its type.", ["type"], registry=self._registry)
        self._stages = Histogram("onrecord_stage_seconds", "Time of each stage of a turn, and of the whole turn (total).", ["stage"], buckets=SECONDS, registry=self._registry)
        self._claims = Counter("onrecord_claims", "Drafted claims by what the gate did with them.", ["outcome"], registry=self._registry)
        self._verdicts = Counter("onrecord_verdicts", "Verdicts on drafted claims, each with the code of its first fault.", ["verdict", "fault"], registry=self._registry)
        self._judge_failures = Counter("onrecord_judge_failures", "Drafted claims on which the judge failed.", ["judge"], registry=self._registry)
        self._ingested = Counter("onrecord_ingested_documents", "Documents that this server ingested, by outcome.", ["collection", "outcome"], registry=self._registry)
        self._now = CollectorRegistry()
        self._watched = Watched()
        for of_this_process in (self._watched, ModelMemory()):
            self._now.register(of_this_process)
        ProcessCollector(registry=self._now)

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
            for judgement in (gated.judgement for gated in turn.gated):
                self._verdicts.labels(judgement.verdict, fault_code(judgement)).inc()
                if judgement.reason.startswith(JUDGE_FAILED):
                    self._judge_failures.labels(judgement.judge).inc()

        return count

    def count_error(self, error: Exception) -> None:
        self._errors.labels(type(error).__name__).inc()

    def count_ingested(self, collection: str, outcome: str) -> None:
        """Args: outcome: added, updated, unchanged or rejected."""
        self._ingested.labels(collection, outcome).inc()

    def watch(self, name: str, help_text: str, read: Callable[[], float], **labels: str) -> None:
        """Show what `read` returns at each scrape; NaN if it raises an OnRecordError, so that the other figures are shown."""

        def read_or_nan() -> float:
            try:
                return read()
            except OnRecordError:
                return math.nan

        self._watched.add(name, help_text, labels, read_or_nan)

    def exposition(self) -> bytes:
        """All figures in Prometheus's text form, which `METRICS_TYPE` names."""
        counted = self._registry
        if TOGETHER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(self._now)


class Watched(Collector):
    """Figures that are read at each scrape."""

    def __init__(self) -> None:
        self._figures: dict[str, tuple[str, list[tuple[dict[str, str], Callable[[], float]]]]] = {}  # help and readers by name

    def add(self, name: str, help_text: str, labels: dict[str, str], read: Callable[[], float]) -> None:
        self._figures.setdefault(name, (help_text, []))[1].append((labels, read))

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (help_text, readers) in self._figures.items():
            family = GaugeMetricFamily(name, help_text, labels=list(readers[0][0]))
            for labels, read in readers:
                family.add_metric(list(labels.values()), read())
            yield family


class ModelMemory(Collector):
    """The weights that this process has loaded. What a model needs while it runs is in the memory of the process only."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("onrecord_model_bytes", "Bytes of the weights of each packaged model that is loaded.", labels=["model"])
        for name, size in LOADED.copy().items():
            family.add_metric([name], size)
        yield family


def fault_code(judgement: Judgement) -> str:
    """Such as `bound-changed`; empty for a claim that is supported."""
    return "" if judgement.verdict == "supported" else judgement.reason.partition(":")[0]
