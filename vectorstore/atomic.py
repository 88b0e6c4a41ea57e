"""Writes files so that a crash leaves either the complete old content or the complete new content."""

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, value: Any, *, indent: int | None = None, private: bool = False, durable: bool = False) -> None:
    """Replace the content of a file with a value as JSON.

    Args:
        private: only the owner may read the file.
        durable: return only when the content is on the disk, so that it survives a power cut.

    Raises:
        OSError: the file cannot be written. It still has the old content.
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
