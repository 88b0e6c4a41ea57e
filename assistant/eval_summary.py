"""The figures of the last eval. They are stored beside the archive, for the pages that show them."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from onrecord.vectorstore.atomic import write_json
from onrecord.vectorstore.clock import now

FILE = "last_eval.json"
log = logging.getLogger(__name__)


class FigureSummary(BaseModel):
    """The mean over `n` judged cases with its 95% interval. `value` is None if no case was judged."""

    value: float | None
    n: int
    low: float
    high: float


class EvalSummary(BaseModel):
    """`ran_at` is an ISO time in UTC. `summary` has the figures by name."""

    ran_at: str
    suite: str
    summary: dict[str, FigureSummary]


def write_last_eval(folder: Path, suite: str, figures: Mapping[str, Any]) -> None:
    """Args: figures: by name, with the fields of FigureSummary; other fields are ignored."""
    found = EvalSummary.model_validate({"ran_at": now(), "suite": suite, "summary": figures})
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / FILE, found.model_dump())


def read_last_eval(folder: Path) -> EvalSummary | None:
    """The figures of the last eval; None if there was no eval, or its file cannot be read."""
    try:
        return EvalSummary.model_validate_json((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as e:
        log.warning("cannot read %s: %s", folder / FILE, type(e).__name__)
        return None
