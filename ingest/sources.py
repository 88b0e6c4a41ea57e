"""Where articles come from: files, folders of files, and JSON lines. Each yields a `Source` or a `Rejected`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vectorstore.errors import BadInput

SUFFIXES = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".jsonl": "jsonl"}
MAX_BYTES = 10_000_000  # of one article; wire copy is a few thousand


@dataclass(frozen=True)
class Source:
    """Raw input of one article. `where` is shown to people, `key` tells the same source again, `facts` came beside the text."""

    where: str
    key: str
    kind: str  # text, markdown, html
    raw: str
    file_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """Something that is not an article, and why."""

    where: str
    reason: str


def read_sources(paths: Iterable[Path]) -> Iterator[Source | Rejected]:
    for path in paths:
        for file in list_files(path):
            yield from read_file(file)


def list_files(path: Path) -> list[Path]:
    """The files to read: the path itself, or every readable kind below a folder, in order of name.

    Raises:
        BadInput: nothing is there.
    """
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file() and not p.name.startswith("."))
    if not path.exists():
        raise BadInput(f"{path} does not exist")
    return [path]


def read_file(path: Path) -> Iterator[Source | Rejected]:
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        yield Rejected(str(path), f"files ending in {path.suffix or 'nothing'} cannot be read; known are {', '.join(SUFFIXES)}")
        return
    if kind == "jsonl":
        yield from read_lines(path)
        return
    try:
        if path.stat().st_size > MAX_BYTES:
            yield Rejected(str(path), f"larger than {MAX_BYTES // 1_000_000} MB")
            return
        raw = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        yield Rejected(str(path), "not UTF-8 text")
    except OSError as e:
        yield Rejected(str(path), e.strerror or str(e))
    else:
        yield Source(str(path), f"file:{path.resolve()}", kind, raw, path.name)


def read_lines(path: Path) -> Iterator[Source | Rejected]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield parse_line(line, f"{path}:{number}")
    except OSError as e:
        yield Rejected(str(path), e.strerror or str(e))


def parse_line(line: bytes, where: str) -> Source | Rejected:
    """One article from `{url, title, text, publish_date, publisher, authors}`; only the text is required."""
    if len(line) > MAX_BYTES:
        return Rejected(where, f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Rejected(where, "not a line of JSON")
    if not isinstance(row, dict):
        return Rejected(where, "not a JSON object")
    text = row.get("text")
    if not isinstance(text, str):
        return Rejected(where, "has no `text`")
    facts = {k: row.get(k) for k in ("url", "title", "publish_date", "publisher", "authors")}
    for name, value in facts.items():
        if value is not None and not isinstance(value, str) and not (name == "authors" and isinstance(value, list)):
            return Rejected(where, f"`{name}` is not text")
    return Source(where, f"text:{text}", "text", text, facts=facts)
