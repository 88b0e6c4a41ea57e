"""Ingests the sample newsroom into a home. It runs the command in a separate process, because evals may not import ingest.

The server finds the newsroom's documents by the entry point `onrecord.samples`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from onrecord.evals.suite.cases import corpus
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.settings import DEFAULT_COLLECTION

FOLDERS = ("earlier", "articles")


def newsroom_documents() -> list[tuple[str, bytes]]:
    """File names and contents of the sample newsroom, earlier versions first."""
    return [(path.name, path.read_bytes()) for folder in FOLDERS for path in sorted((corpus() / folder).iterdir())]


def ingest_newsroom(home: str, archive: str = "") -> None:
    """Ingest the sample newsroom. Earlier versions of some articles are ingested first, because answers may cite only the later ones."""
    for folder in FOLDERS:
        if rejected := ingest_path(corpus() / folder, home, archive)["rejected"]:
            raise OnRecordError(f"articles of the sample newsroom were rejected: {rejected}; reinstall onrecord")


def ingest_path(path: Path, home: str, archive: str = "") -> Any:
    """Ingest a path. Returns the summary that `onrecord ingest --json` prints. Raises OnRecordError if the command failed.

    The index is in the home, also where the environment names a Chroma server.

    Args:
        archive: URL of a PostgreSQL database. By default the archive is a file in the home, also where the environment names a database.
    """
    command = [sys.executable, "-m", "onrecord.ingest", str(path), "--home", home, "--collection", DEFAULT_COLLECTION, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"ONRECORD_ARCHIVE": archive, "ONRECORD_CHROMA": ""})
    if done.returncode:
        raise OnRecordError(f"{path} could not be ingested: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)
