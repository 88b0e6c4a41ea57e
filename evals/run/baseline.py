"""The baseline: what each case scored, and a floor for every figure. A missing, unreadable or foreign one fails, and loudly.

A floor is what the same system run again stays above though both runs have noise: all figures together, in 19 of 20 runs. Verbatim is
verbatim, and others that were 1 in every case may not fall at all either. A newer baseline never has a lower floor, unless that is asked
for with a reason, which stays in the file.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.evals.run.scorers import LESS_IS_BETTER, SCORERS
from onrecord.evals.stats import wilson
from onrecord.vectorstore.clock import today
from onrecord.vectorstore.errors import BadInput, EvalFailed

EXACT = {"quotes_verbatim", "faithfulness", "current_version"}  # where every case has it
NOISE = 3.69  # standard deviations of one run: √2 for two, times the 2.61 beyond which lies .05 / 11 figures

Value = float | None


class Lowered(BaseModel):
    """A floor that was given up, with why."""

    model_config = ConfigDict(extra="forbid")

    before: float = Field(alias="from", ge=0, le=1)
    after: float = Field(alias="to", ge=0, le=1)
    reason: str = Field(min_length=10)
    day: str


class Floor(BaseModel):
    """`value` was reached over the `n` cases judged (None with n 0); `floor` is the worst that passes, of what is better low the most."""

    model_config = ConfigDict(extra="forbid")

    value: float | None = Field(ge=0, le=1, allow_inf_nan=False)
    n: int = Field(ge=0)
    floor: float | None = Field(ge=0, le=1, allow_inf_nan=False)
    lowered: list[Lowered] = []


class Baseline(BaseModel):
    """`judge` judged them. `cases` has the scores of each case, by their names in the order of `figures`; None where it was not judged."""

    model_config = ConfigDict(extra="forbid")

    digest: str
    judge: str
    figures: dict[str, Floor]
    cases: dict[str, list[Value]]

    def scored(self, name: str) -> dict[str, Value]:
        place = list(self.figures).index(name)
        return {case: values[place] for case, values in self.cases.items()}


def default_path() -> Path:
    return Path(str(files("onrecord.evals").joinpath("baseline.json")))


def make_baseline(results: Mapping[str, Any], before: Baseline | None = None, lower: Mapping[str, float] | None = None, reason: str = "") -> Baseline:
    """Args:
        before: the baseline that this one takes the place of; its floors stay where these would be lower.
        lower: floors to be lowered to a value, with the `reason`.

    Raises:
        BadInput: a floor is to be lowered without a reason, or there is none of that name.
    """
    check_lowered(lower or {}, reason)
    figures = {name: new_floor(name, results["summary"][name], before.figures[name] if before else None, (lower or {}).get(name), reason) for name in SCORERS}
    cases = {c["id"]: [c["scores"][name]["value"] for name in SCORERS] for c in results["cases"]}
    return Baseline(digest=results["digest"], judge=results["versions"]["judge"], figures=figures, cases=cases)


def check_lowered(lower: Mapping[str, float], reason: str) -> None:
    """Raises BadInput: a floor is to be lowered without a reason, or there is none of that name."""
    if unknown := lower.keys() - SCORERS.keys():
        raise BadInput(f"there is no figure {', '.join(sorted(unknown))}; there are {', '.join(SCORERS)}")
    if lower and len(reason.strip()) < 10:
        raise BadInput('a floor is lowered with a reason: --lower NAME=VALUE --reason "…"')


def new_floor(name: str, figure: Mapping[str, Any], before: Floor | None, lower: float | None, reason: str) -> Floor:
    value, less = figure["value"], name in LESS_IS_BETTER
    measured = None if value is None else value if name in EXACT and value == 1 else wilson(value * figure["n"], figure["n"], NOISE)[less]
    kept, lowered = before.floor if before else None, before.lowered if before else []
    known = [x for x in (measured, kept) if x is not None]
    floor = (min(known) if less else max(known)) if known else None
    if lower is not None:
        lowered = [*lowered, Lowered.model_validate({"from": floor or 0.0, "to": lower, "reason": reason, "day": today().isoformat()})]
        floor = lower
    return Floor(value=value, n=figure["n"], floor=floor, lowered=lowered)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """A line a case, so that a change can be read as a difference of files."""
    told = baseline.model_dump(by_alias=True)
    cases = ",\n  ".join(f"{json.dumps(case)}: {json.dumps(values)}" for case, values in told.pop("cases").items())
    head = json.dumps(told, indent=1, ensure_ascii=False).removesuffix("\n}")
    try:
        path.write_text(f'{head},\n "cases": {{\n  {cases}\n }}\n}}\n', "utf-8")
    except OSError as e:
        raise BadInput(f"the baseline {path} cannot be written: {e.strerror or e}") from None


def read_baseline(path: Path) -> Baseline:
    """Raises EvalFailed when it cannot be read, or has not a floor for each figure of this release and each figure of every case."""
    try:
        baseline = Baseline.model_validate_json(path.read_text("utf-8"))
    except ValidationError as e:
        raise unusable(path, f"{'.'.join(map(str, e.errors()[0]['loc']))} {e.errors()[0]['msg']}") from None
    except (OSError, UnicodeDecodeError) as e:
        raise unusable(path, getattr(e, "strerror", None) or "it is not UTF-8 text") from None
    if list(baseline.figures) != list(SCORERS):
        raise unusable(path, f"it differs from this release in {', '.join(sorted(baseline.figures.keys() ^ SCORERS.keys())) or 'the order of figures'}")
    if not baseline.cases or any(len(values) != len(SCORERS) for values in baseline.cases.values()):
        raise unusable(path, "it has not every score of every case")
    return baseline


def unusable(path: Path, why: str) -> EvalFailed:
    first = "delete it, then make one" if path.exists() else "make one"
    return EvalFailed(f"the baseline {path} cannot be used: {why.strip()}; {first} with onrecord eval run --update-baseline")
