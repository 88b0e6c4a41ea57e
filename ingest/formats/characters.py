"""Turns the bytes of a text into characters, as browsers do: by the labels of the WHATWG encoding standard, or else by detection.

No byte vanishes: one that is not part of a character becomes U+FFFD, and its line is recorded.
"""

import codecs
import re
from dataclasses import dataclass

import webencodings

from onrecord.ingest.documents import Rejected
from onrecord.vectorstore.model import Removed

MARKS = {
    codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be", codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}  # fmt: skip
CODECS = {"gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs"}  # the standard reads these labels as their supersets
OWN_LABELS = {"latin-1": "windows-1252", "latin_1": "windows-1252", "iso8859-1": "windows-1252"}  # what people write beside the standard's labels
NO_TEXT = {"", "utf-7", "utf_7", "idna", "punycode", "raw_unicode_escape", "raw-unicode-escape", "unicode_escape", "unicode-escape"}  # Python has them too
UNREADABLE = "\ufffd"
MAX_UNREADABLE = 0.1  # share of characters; more of them means another encoding, or no text
MAX_NOTED = 20  # lines with unreadable bytes that are recorded
DETECTED_BYTES = 1_000_000  # bytes that detection reads
DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1024
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
ADVICE = "name its encoding, for example --encoding windows-1251"


@dataclass(frozen=True)
class Characters:
    """A text. `encoding` is empty for UTF-8. `removed` has the lines with unreadable bytes."""

    text: str
    encoding: str = ""
    removed: tuple[Removed, ...] = ()


def read_characters(raw: bytes, where: str, named: str = "", stated: str = "") -> Characters | Rejected:
    """The characters of a text.

    Args:
        named: the label that the user names. It decides, unless the bytes begin with a byte-order mark.
        stated: the label that the document or its server states. It decides, unless the bytes are good UTF-8 of more than ASCII.
    """
    found = choose_encoding(raw, named, stated)
    if found is None:
        return Rejected(where, f"its encoding is unknown, or it is no text; {ADVICE}")
    encoding, how = found
    text = raw.decode(encoding, "replace").removeprefix("\ufeff")
    unreadable = text.count(UNREADABLE)
    if unreadable > 1 and unreadable > MAX_UNREADABLE * len(text):
        return Rejected(where, f"not {label_of(encoding)} text; {ADVICE}")
    return Characters(text, "" if encoding == "utf-8" else f"{label_of(encoding)} ({how})", unreadable_lines(text, encoding) if unreadable else ())


def choose_encoding(raw: bytes, named: str, stated: str) -> tuple[str, str] | None:
    """The name of a Python codec and the reason for it; None if the bytes seem to be no text."""
    if marked := next((name for mark, name in MARKS.items() if raw.startswith(mark)), None):
        return marked, "by its byte-order mark"
    if codec := codec_of(named):
        return codec, "named by the user"
    if not raw.isascii() and b"\0" not in raw and is_utf8(raw):
        return "utf-8", "valid"
    codec = codec_of(stated)
    if codec and codec != "utf-8" and not codec.startswith("utf-16"):  # a page cannot say in ASCII that it is UTF-16
        return codec, "stated"
    if wide := wide_encoding(raw):
        return wide, "by its zero bytes"
    if raw.isascii() or is_mostly_utf8(raw):
        return "utf-8", "valid"
    return detect(raw)


def codec_of(label: str) -> str | None:
    """The Python codec that reads what browsers understand by a label; None for an unknown label."""
    label = label.strip().lower()
    found = webencodings.lookup(OWN_LABELS.get(label, label))
    if found is not None and found.name not in ("replacement", "x-user-defined"):
        return CODECS.get(found.name) or str(found.codec_info.name)
    try:
        b"a".decode(label)  # fails for codecs that are no text encodings, such as hex
        return codecs.lookup(label).name if label not in NO_TEXT else None
    except (LookupError, ValueError):
        return None


def label_of(codec: str) -> str:
    return {"cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5"}.get(codec, codec.replace("cp125", "windows-125"))


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_mostly_utf8(raw: bytes) -> bool:
    """Whether at least half of what is not ASCII is good UTF-8. In other encodings, good UTF-8 comes about by chance only and is rare."""
    text = raw.decode("utf-8", "replace")
    unreadable = text.count(UNREADABLE)
    return b"\0" not in raw and unreadable <= sum(c > "\x7f" for c in text) - unreadable


def wide_encoding(raw: bytes) -> str | None:
    """UTF-16 without a byte-order mark, by the zero bytes of its ASCII characters."""
    sample = raw[:DETECTED_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) // 2 or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def detect(raw: bytes) -> tuple[str, str] | None:
    import chardet  # slow to import; most texts are UTF-8

    if b"\0" in raw:
        return None
    codec = codec_of(chardet.detect(raw[:DETECTED_BYTES])["encoding"] or "")
    return (codec, "guessed from its letters") if codec else None


def declared_charset(raw: bytes) -> str:
    """The label in a page's head or XML declaration; empty if it has none."""
    found = DECLARED.search(raw[:DECLARED_WITHIN])
    return (found[1] or found[2]).decode("ascii") if found else ""


def unreadable_lines(text: str, encoding: str) -> tuple[Removed, ...]:
    lines = [" ".join(line.split()) for line in text.split("\n") if UNREADABLE in line]
    return tuple(Removed(f"bytes-not-{label_of(encoding)}", excerpt(line)) for line in lines[:MAX_NOTED])


def excerpt(line: str) -> str:
    """The surroundings of the first unreadable byte."""
    at = line.index(UNREADABLE)
    return line[max(at - 100, 0) : at + 100]
