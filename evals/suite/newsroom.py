"""The sample newsroom taken in to a home, by the command in a process of its own: evals may not import ingest."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from onrecord.evals.suite.cases import corpus
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.settings import DEFAULT_COLLECTION


def take_in_newsroom(home: str) -> None:
    """Earlier states of some articles first: answers may only cite the later."""
    for folder in ("earlier", "articles"):
        if rejected := take_in(corpus() / folder, home)["rejected"]:
            raise OnRecordError(f"the sample newsroom could not be taken in whole: {rejected}; reinstall onrecord")


def take_in(path: Path, home: str) -> Any:
    """The summary, as `onrecord ingest --json` prints it. Raises OnRecordError when that fails."""
    command = [sys.executable, "-m", "onrecord.ingest", str(path), "--home", home, "--collection", DEFAULT_COLLECTION, "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OnRecordError(f"{path} could not be taken in: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)
