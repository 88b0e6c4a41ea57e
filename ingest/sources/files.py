"""Reads documents as bytes from files, folders, glob patterns and standard input. Nothing is parsed here.

A line, message or file that exceeds the size limit is never completely in memory.
"""

import codecs
import glob
import gzip
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord.ingest.documents import Document, Notice, Read, Rejected
from onrecord.ingest.limits import MAX_BYTES, too_large
from onrecord.ingest.sources.json_rows import rows
from onrecord.vectorstore.errors import BadInput

SUFFIXES = {
    ".txt": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".pdf": "pdf", ".docx": "docx",
    ".eml": "email", ".mbox": "mbox",
}  # fmt: skip
KINDS = tuple(dict.fromkeys(SUFFIXES.values()))
STDIN = Path("-")
MAX_RATIO = 200  # ratio of decompressed to compressed bytes; text has 3 to 50
WIDE = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}  # by byte-order mark
QUOTED = re.compile(rb">+From ")  # a mailbox file marks such a line with `>`, because `From ` begins a message
DAY = rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
SEPARATOR = re.compile(rb"From (?:\S+@\S+[ \t]*\r?\n|\S+@\S+ .{0,100}\d:\d\d|\S{1,200} .{0,60}" + DAY + rb".{0,60}\d:\d\d)")
HEADER = re.compile(rb"(?:>?From [^\n]*\r?\n)?[!-9;-~]{1,70}:(?:[ \t\r\n]|$)")
TOO_LARGE = f"{too_large(MAX_BYTES)}; split it into its articles"
MAX_EMPTY_LINES = 100_000  # consecutive empty lines
SNIFFED_BYTES = 4096  # first bytes of standard input, from which its kind is guessed

Stream = BinaryIO | gzip.GzipFile


def read_files(files: Iterable[Path], kind: str | None = None) -> Iterator[Read]:
    return (found for file in files for found in (read_stdin(kind) if file == STDIN else read_file(file)))


def list_files(path: Path) -> Sequence[Path]:
    """The file itself, every file of a known kind below a folder, or the matches of a pattern, sorted by name.

    Raises:
        BadInput: there is no file.
    """
    if path == STDIN or path.is_file():
        return [path]
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if kind_of(p) and p.is_file() and not p.name.startswith("."))
    if path.exists():  # a pipe
        return [path]
    if not glob.has_magic(str(path)):
        raise BadInput(f"{path} does not exist")
    found = sorted(p for name in glob.glob(str(path), recursive=True) if (p := Path(name)).is_file())
    if not found:
        raise BadInput(f"no file matches {path}")
    return found


def left_alone(path: Path) -> Iterator[Notice]:
    """A notice of the files below a folder that are of no known kind. Hidden files are not counted."""
    if not path.is_dir():
        return
    others = Counter(p.suffix.lower() or "without a suffix" for p in path.rglob("*") if not kind_of(p) and not p.name.startswith(".") and p.is_file())
    if others:
        kinds = ", ".join(f"{n} {suffix}" for suffix, n in others.most_common())
        yield Notice(str(path), f"{others.total()} file{'s' * (others.total() > 1)} of other kinds ignored ({kinds}); supported are {', '.join(SUFFIXES)}, each also with .gz")


def kind_of(path: Path) -> str | None:
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return SUFFIXES.get(name.suffix.lower())


def read_file(path: Path, uploaded_as: str | None = None) -> Iterator[Read]:
    """The documents of a file. A file that cannot be read gives one `Rejected`.

    Args:
        uploaded_as: the name of an uploaded file. Its path is temporary, so only its content identifies it.
    """
    name = Path(uploaded_as or path)
    kind = kind_of(name)
    if kind is None:
        yield Rejected(str(name), f"unsupported file type {name.suffix or 'without a suffix'}; supported are {', '.join(SUFFIXES)}, each also with .gz")
        return
    try:
        with path.open("rb") as packed:
            stream: Stream = Unpacked(packed) if name.suffix.lower() == ".gz" else packed
            yield from cut(stream, kind, str(name), "" if uploaded_as else f"file:{path.resolve()}", name.name)
    except (OSError, EOFError, zlib.error) as e:
        yield Rejected(str(name), f"{getattr(e, 'strerror', None) or e}; check that the file can be opened and is complete")


def read_stdin(kind: str | None) -> Iterator[Read]:
    stream = cast(io.BufferedReader, sys.stdin.buffer)
    return cut(stream, kind or guess_kind(stream.peek(SNIFFED_BYTES)[:SNIFFED_BYTES]), "standard input")


def guess_kind(beginning: bytes) -> str:
    """The kind of a document without a name, by its first bytes."""
    text = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, kind in ((b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"), (b"{", "jsonl"), (b"<", "html"), (b"From ", "mbox"), (b"---", "markdown"), (b"# ", "markdown")):
        if text.startswith(start):
            return kind
    headers = text.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return "email" if any(b"\n" + name in b"\n" + headers for name in (b"mime-version:", b"message-id:", b"received:")) else "text"


def cut(stream: Stream, kind: str, where: str, key: str = "", file_name: str = "") -> Iterator[Read]:
    """The documents in a stream: one, or one per line (jsonl), or one per message (mbox)."""
    if kind in ("jsonl", "mbox"):
        stream = in_utf8(stream)
        for number, part in rows(lines(stream)) if kind == "jsonl" else messages(stream):
            place = f"{where}:{number}"
            yield Document(place, "", "json" if kind == "jsonl" else "email", part) if part is not None else Rejected(place, TOO_LARGE)
    else:
        raw = stream.read(MAX_BYTES + 1)
        yield Document(where, key, kind, raw, file_name) if len(raw) <= MAX_BYTES else Rejected(where, TOO_LARGE)


def in_utf8(stream: Stream) -> Stream:
    """A stream whose lines can be found by their bytes: one in UTF-16 is converted."""
    beginning = cast(io.BufferedReader, stream).peek(SNIFFED_BYTES)[:SNIFFED_BYTES]
    wide = next((name for mark, name in WIDE.items() if beginning.startswith(mark)), None)
    if wide is None and beginning[1:2] == b"\0" and beginning[:1] in b"{[F":
        wide = "utf-16-le"
    if wide is None and beginning[:1] == b"\0" and beginning[1:2] in (b"{", b"[", b"F"):
        wide = "utf-16-be"
    return cast(BinaryIO, io.BufferedReader(Converted(stream, wide))) if wide else stream


class Converted(io.RawIOBase):
    """A stream in UTF-8 of one in another encoding."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream, self._decoder, self._ready = stream, codecs.getincrementaldecoder(encoding)("replace"), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            piece = self._stream.read(len(buffer))
            self._ready = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace")
            if not piece:
                break
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not empty, with its number. A line that is too large is replaced by None."""
    number = empty = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        empty = 0 if line.strip() else empty + 1
        if empty > MAX_EMPTY_LINES:
            raise OSError(f"more than {MAX_EMPTY_LINES:,} empty lines in a row; the rest is not read")
        if len(line) > MAX_BYTES:
            skip_line(stream, line)
            yield number, None
        elif not empty:
            yield number, line


def messages(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """The messages of a mailbox with their numbers. A message that is too large is replaced by None."""
    number, content, size = 0, bytearray(), 0  # lines before the first message count as message 0
    for line, is_separator in separated(stream):
        if is_separator:
            if number or content.strip():
                yield number, bytes(content) if size <= MAX_BYTES else None
            number, content, size = number + 1, bytearray(), 0
        else:
            line = line[1:] if QUOTED.match(line) else line
            size += len(line)
            content += line if size <= MAX_BYTES else b""
    if number or content.strip():
        yield number, bytes(content) if size <= MAX_BYTES else None


def separated(stream: Stream) -> Iterator[tuple[bytes, bool]]:
    """Each line of a mailbox, and whether it separates two messages.

    A separator begins with `From `, names a sender and a time, and a header line follows. A sentence can begin with `From ` too.
    """
    line, is_first = stream.readline(MAX_BYTES + 1), True
    while line:
        after = stream.readline(MAX_BYTES + 1)
        begins = line.removeprefix(codecs.BOM_UTF8) if is_first else line
        yield line, begins.startswith(b"From ") and (is_first or (SEPARATOR.match(line) is not None and HEADER.match(after) is not None))
        is_first = is_first and not line.strip()
        line = after


def skip_line(stream: Stream, read: bytes) -> None:
    while read and not read.endswith(b"\n"):
        read = stream.readline(MAX_BYTES)


class Unpacked(gzip.GzipFile):
    """A gzip file. Reading it fails if it decompresses to far more bytes than text does."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._size = packed.seek(0, 2)
        packed.seek(0)

    def read(self, size: int | None = -1) -> bytes:
        self._check()
        return super().read(size)

    def readline(self, size: int | None = -1) -> bytes:
        self._check()
        return super().readline(-1 if size is None else size)

    def _check(self) -> None:
        if self.tell() > MAX_BYTES + MAX_RATIO * self._size:
            raise OSError(f"decompresses to more than {MAX_RATIO} times its size")
