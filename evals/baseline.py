"""The committed baseline: a floor for every figure. A missing, unreadable or foreign baseline fails, and loudly."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.scorers import LESS_IS_BETTER, SCORERS
from vectorstore.errors import EvalFailed

SLACK = 0.005  # a run is deterministic; this covers the last bits of another processor's arithmetic flipping one case


def default_path() -> Path:
    return Path(str(files("evals").joinpath("baseline.json")))


def make_baseline(results: dict[str, Any]) -> dict[str, Any]:
    return {"digest": results["digest"], "figures": {name: results["figures"][name]["value"] for name in SCORERS}}


def read_baseline(path: Path) -> dict[str, Any]:
    """Raises EvalFailed when it cannot be read or lacks a figure."""
    try:
        baseline = json.loads(path.read_text("utf-8"))
        if not isinstance(baseline.get("digest"), str) or baseline["figures"].keys() != SCORERS.keys():
            raise ValueError("it has not the figures of this release")
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as e:
        raise EvalFailed(f"the baseline {path} cannot be used: {e}; make one with --update-baseline") from None
    return dict(baseline)


def compare(results: dict[str, Any], baseline: dict[str, Any]) -> list[str]:
    """What is worse than the baseline, a sentence each; empty when nothing is."""
    if results["digest"] != baseline["digest"]:
        return ["the cases are not those of the baseline; look at the figures, then run with --update-baseline"]
    failures = []
    for name, floor in baseline["figures"].items():
        value = results["figures"][name]["value"]
        if value is None or floor is None:
            if value != floor:
                failures.append(f"{name} was {'not ' if value is None else ''}judged, unlike in the baseline")
        elif (value > floor + SLACK) if name in LESS_IS_BETTER else (value < floor - SLACK):
            failures.append(f"{name} is {value:.3f}, the baseline {floor:.3f}")
    return failures
