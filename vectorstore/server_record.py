"""The record of the server that holds a home: its address, and keys for the commands of this machine. The file exists while the server runs."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.vectorstore.atomic import write_json


@dataclass(frozen=True)
class ServerRecord:
    """Args: keys: a key for each collection that the server has; it is valid until the server stops."""

    url: str
    keys: Mapping[str, str]


def record_path(home: Path) -> Path:
    return home / "server.json"


@contextmanager
def recorded_server(home: Path, record: ServerRecord) -> Iterator[None]:
    """Keep the record in the home while the block runs. Only the owner of the home may read it."""
    path = record_path(home)
    path.unlink(missing_ok=True)  # a server that was killed left it
    write_json(path, asdict(record), private=True)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def read_server_record(home: Path) -> ServerRecord | None:
    """The record, perhaps of a server that was killed; None if there is none that can be read."""
    try:
        return ServerRecord(**json.loads(record_path(home).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
