"""The versions of all parts that decide a result besides the cases, and the differences between two results' versions."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from pydantic_core import to_jsonable_python

from onrecord.assistant.attribution import ATTRIBUTION_TUNING, EXTRACTOR_VERSION
from onrecord.assistant.evidence import EVIDENCE_TUNING
from onrecord.assistant.gate import GATE_TUNING, GATE_VERSION, MODEL_NAME
from onrecord.assistant.question import QUESTION_TUNING
from onrecord.assistant.reader import READER_NAME, READER_TUNING
from onrecord.assistant.turn import Assistant
from onrecord.evals.run.results import RunVersions, Versions
from onrecord.vectorstore.search import SEARCH_TUNING

TUNINGS = {"search": SEARCH_TUNING, "question": QUESTION_TUNING, "evidence": EVIDENCE_TUNING, "attribution": ATTRIBUTION_TUNING, "gate": GATE_TUNING, "reader": READER_TUNING}


def current_versions(embedding_model: str) -> Versions:
    """The versions of this installation."""
    return Versions(
        onrecord=version("onrecord"),
        gate=GATE_VERSION,
        extractor=EXTRACTOR_VERSION,
        support_model=MODEL_NAME,
        reader=READER_NAME,
        embedding_model=embedding_model,
        tuning=to_jsonable_python(TUNINGS),  # converts dataclasses, mappings and time spans
    )


def run_versions(assistant: Assistant) -> RunVersions:
    shared = current_versions(assistant.store.embedder.name)
    return RunVersions(**dict(shared), judge=assistant.judge.name, model=assistant.model.name if assistant.model else None)


def describe_changes(before: Versions, now: Versions) -> list[str]:
    """One line for each version or tuned number that differs: "gate: gate-4 → gate-5"."""
    old, new = dict(flatten(before.model_dump())), dict(flatten(now.model_dump()))
    return [f"{name}: {old.get(name)} → {new.get(name)}" for name in old | new if old.get(name) != new.get(name)]


def flatten(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
