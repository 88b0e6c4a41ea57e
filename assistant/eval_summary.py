"""What the last eval found, kept beside the archive, for the pages that show it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.vectorstore.atomic import write_json
from onrecord.vectorstore.clock import now

SHOWN = ("value", "n", "low", "high")


def write_last_eval(folder: Path, suite: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    told = {"ran_at": now(), "suite": suite}
    summary = {name: {k: figure[k] for k in SHOWN} for name, figure in figures.items()}
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "last_eval.json", told | {"summary": summary})


def read_last_eval(folder: Path) -> dict[str, Any] | None:
    """`{ran_at, suite, summary: {figure: {value, n, low, high}}}`; None where none ran, or what it left cannot be read."""
    try:
        found = json.loads((folder / "last_eval.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
