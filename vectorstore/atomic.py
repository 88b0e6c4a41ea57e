"""Writes files so that a crash leaves the old content or the new one, never a part."""

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, value: Any, *, indent: int | None = None, private: bool = False, durable: bool = False) -> None:
    """Replace a file by a value as JSON.

    Args:
        private: only the owner may read it.
        durable: return once it is on the disk, so that it outlives a power cut.

    Raises:
        OSError: it cannot be written. The old content is still there then.
    """
    draft = path.with_name(f"{path.name}.new")
    if private:
        draft.touch(mode=0o600)
    content = json.dumps(value, indent=indent).encode()
    write_durably(draft, content) if durable else draft.write_bytes(content)
    os.replace(draft, path)


def write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as f:
        f.write(content)
        f.flush()
        os.fsync(f.fileno())
