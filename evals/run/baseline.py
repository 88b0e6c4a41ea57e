"""The baseline: the scores of each case, and a floor for every figure. If it is missing, unreadable or of other cases, the run fails.

A floor allows for the noise of two runs: if the same system runs again, all figures stay above their floors in 19 of 20 runs. A few figures
are exact (`EXACT`): if every case had 1, no case may have less. A new baseline lowers a floor only if this is requested with a reason. The
file stores the reason.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.evals.run.results import EvalResults, Figure, RunVersions
from onrecord.evals.run.scorers import LESS_IS_BETTER, SCORERS
from onrecord.evals.stats import wilson
from onrecord.vectorstore.clock import today
from onrecord.vectorstore.errors import BadInput, EvalFailed

EXACT = {"quotes_verbatim", "faithfulness", "current_version"}
NOISE = 3.69  # standard deviations of one run: √2 for two runs, times 2.61, which .05 / 11 figures exceed
MIN_REASON = 10  # characters

Value = float | None


class Lowered(BaseModel):
    """A floor that was lowered, and the reason."""

    model_config = ConfigDict(extra="forbid")

    before: float = Field(alias="from", ge=0, le=1)
    after: float = Field(alias="to", ge=0, le=1)
    reason: str = Field(min_length=MIN_REASON)
    day: str


class Floor(BaseModel):
    """`value` is the mean over the `n` judged cases (None if n is 0). `floor` is the worst value that passes. For a figure in LESS_IS_BETTER,
    it is the highest value."""

    model_config = ConfigDict(extra="forbid")

    value: float | None = Field(ge=0, le=1, allow_inf_nan=False)
    n: int = Field(ge=0)
    floor: float | None = Field(ge=0, le=1, allow_inf_nan=False)
    lowered: list[Lowered] = []


class Baseline(BaseModel):
    """`cases` has the scores of each case in the order of `figures`; a score is None if it was not judged. `versions` is None in a baseline from
    an old release, which did not store versions."""

    model_config = ConfigDict(extra="forbid")

    digest: str
    judge: str
    versions: RunVersions | None = None
    figures: dict[str, Floor]
    cases: dict[str, list[Value]]

    def scores_of(self, name: str) -> dict[str, Value]:
        """The scores with this name, by case."""
        column = list(self.figures).index(name)
        return {case: values[column] for case, values in self.cases.items()}


def default_path() -> Path:
    return Path(str(files("onrecord.evals").joinpath("baseline.json")))


def make_baseline(results: EvalResults, before: Baseline | None = None, lower: Mapping[str, float] | None = None, reason: str = "") -> Baseline:
    """A baseline from results.

    Args:
        before: the baseline that this one replaces. Its floors are kept if they are stricter.
        lower: floors to set to a lower value, for the `reason`.

    Raises:
        BadInput: a floor is lowered without a reason, or there is no figure of this name.
    """
    check_lowered(lower or {}, reason)
    figures = {name: new_floor(name, results.summary[name], before.figures[name] if before else None, (lower or {}).get(name), reason) for name in SCORERS}
    cases = {c.id: [c.scores[name].value for name in SCORERS] for c in results.cases}
    return Baseline(digest=results.digest, judge=results.versions.judge, versions=results.versions, figures=figures, cases=cases)


def check_lowered(lower: Mapping[str, float], reason: str) -> None:
    """Raises BadInput if a floor is lowered without a reason, or there is no figure of this name."""
    if unknown := lower.keys() - SCORERS.keys():
        raise BadInput(f"there is no figure {', '.join(sorted(unknown))}; the figures are {', '.join(SCORERS)}")
    if lower and len(reason.strip()) < MIN_REASON:
        raise BadInput(f'lowering a floor needs a reason of {MIN_REASON} characters or more: --lower NAME=VALUE --reason "…"')


def new_floor(name: str, figure: Figure, before: Floor | None, lower: float | None, reason: str) -> Floor:
    value, less = figure.value, name in LESS_IS_BETTER
    measured = None if value is None else value if name in EXACT and value == 1 else wilson(value * figure.n, figure.n, NOISE)[less]
    kept, lowered = before.floor if before else None, before.lowered if before else []
    known = [x for x in (measured, kept) if x is not None]
    floor = (min(known) if less else max(known)) if known else None
    if lower is not None:
        lowered = [*lowered, Lowered.model_validate({"from": floor or 0.0, "to": lower, "reason": reason, "day": today().isoformat()})]
        floor = lower
    return Floor(value=value, n=figure.n, floor=floor, lowered=lowered)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline. Each case is one line, so that a diff shows changes well."""
    fields = baseline.model_dump(by_alias=True)
    cases = ",\n  ".join(f"{json.dumps(case)}: {json.dumps(values)}" for case, values in fields.pop("cases").items())
    head = json.dumps(fields, indent=1, ensure_ascii=False).removesuffix("\n}")
    try:
        path.write_text(f'{head},\n "cases": {{\n  {cases}\n }}\n}}\n', "utf-8")
    except OSError as e:
        raise BadInput(f"the baseline {path} cannot be written: {e.strerror or e}") from None


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises EvalFailed if the file cannot be read, or lacks a floor for a figure of this release or a score of a case."""
    try:
        baseline = Baseline.model_validate_json(path.read_text("utf-8"))
    except ValidationError as e:
        raise unusable(path, f"{'.'.join(map(str, e.errors()[0]['loc']))} {e.errors()[0]['msg']}") from None
    except (OSError, UnicodeDecodeError) as e:
        raise unusable(path, getattr(e, "strerror", None) or "not UTF-8 text") from None
    if list(baseline.figures) != list(SCORERS):
        raise unusable(path, f"its figures are not those of this release: {', '.join(sorted(baseline.figures.keys() ^ SCORERS.keys())) or 'the order of figures'}")
    if not baseline.cases or any(len(values) != len(SCORERS) for values in baseline.cases.values()):
        raise unusable(path, "a case lacks a score")
    return baseline


def unusable(path: Path, why: str) -> EvalFailed:
    first = "delete it, then write one" if path.exists() else "write one"
    return EvalFailed(f"the baseline {path} cannot be used: {why.strip()}; {first} with onrecord eval run --update-baseline")
