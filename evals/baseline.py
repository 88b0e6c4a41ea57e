"""The committed baseline: a floor for every figure. A missing, unreadable or foreign baseline fails, and loudly.

Floors are the measured values, not the ends of their intervals: the interval says how far the figure may be off for other
questions, while the same questions give the same answers on every run. One case may flip, since the last bits of an embedding
differ between processors and two sentences may change places. Verbatim is verbatim for whichever is chosen: no allowance there.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.scorers import LESS_IS_BETTER, SCORERS
from vectorstore.errors import BadInput, EvalFailed

EXACT = {"quotes_verbatim"}
MOST_SLACK = 0.05  # one case of a small suite is no small change
ROUNDING = 0.0001  # values are stored with four digits
STILL_JUDGED = 0.9  # share of the baseline's judged cases below which a figure is no longer about the same thing


class Floor(BaseModel):
    """`value` (for what is the better the less: a ceiling) over the `n` cases that were judged; None with n 0."""

    model_config = ConfigDict(extra="forbid")

    value: float | None = Field(ge=0, le=1, allow_inf_nan=False)
    n: int = Field(ge=0)


class Baseline(BaseModel):
    model_config = ConfigDict(extra="forbid")

    digest: str
    figures: dict[str, Floor]


def default_path() -> Path:
    return Path(str(files("evals").joinpath("baseline.json")))


def make_baseline(results: dict[str, Any]) -> Baseline:
    floors = {name: Floor(value=results["figures"][name]["value"], n=results["figures"][name]["n"]) for name in SCORERS}
    return Baseline(digest=results["digest"], figures=floors)


def write_baseline(path: Path, results: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(make_baseline(results).model_dump(), indent=1) + "\n", "utf-8")
    except OSError as e:
        raise BadInput(f"the baseline {path} cannot be written: {e.strerror or e}") from None


def read_baseline(path: Path) -> Baseline:
    """Raises EvalFailed when it cannot be read, or has not a floor for each figure of this release."""
    try:
        baseline = Baseline.model_validate_json(path.read_text("utf-8"))
    except ValidationError as e:
        raise unusable(path, f"{'.'.join(map(str, e.errors()[0]['loc']))} {e.errors()[0]['msg']}") from None
    except (OSError, UnicodeDecodeError) as e:
        raise unusable(path, getattr(e, "strerror", None) or "it is not UTF-8 text") from None
    if baseline.figures.keys() != SCORERS.keys():
        raise unusable(path, f"it differs from this release in {', '.join(sorted(baseline.figures.keys() ^ SCORERS.keys()))}")
    return baseline


def unusable(path: Path, why: str) -> EvalFailed:
    return EvalFailed(f"the baseline {path} cannot be used: {why.strip()}; make one with --update-baseline")


def compare(results: dict[str, Any], baseline: Baseline) -> list[str]:
    """What is worse than the baseline, a sentence each; empty when nothing is."""
    if results["digest"] != baseline.digest:
        return ["the cases are not those of the baseline; look at the figures, then run with --update-baseline"]
    found = (worse(name, results["figures"][name], floor) for name, floor in baseline.figures.items())
    return [sentence for sentence in found if sentence]


def worse(name: str, figure: dict[str, Any], floor: Floor) -> str | None:
    value, n = figure["value"], figure["n"]
    if (value is None) != (floor.value is None):
        return f"{name} was {'not ' if value is None else ''}judged, unlike in the baseline"
    if n < STILL_JUDGED * floor.n:
        return f"{name} was judged on {n} cases, in the baseline on {floor.n}"
    limit = limit_of(name, floor)
    if limit is None or (value <= limit if name in LESS_IS_BETTER else value >= limit):
        return None
    return f"{name} is {value:.3f}, the limit {limit:.3f}"


def limit_of(name: str, floor: Floor) -> float | None:
    """The worst value that still passes."""
    if floor.value is None:
        return None
    slack = ROUNDING + (0 if name in EXACT else min(MOST_SLACK, 1 / floor.n))
    return floor.value + slack if name in LESS_IS_BETTER else floor.value - slack
