"""Cleaning normalizes characters and removes lines that are not reporting. Each removed line is recorded with its rule.

The rules are strict, because losing a sentence of reporting is worse than keeping a superfluous line.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator

from onrecord.ingest.cleaning.line_rules import rule_of
from onrecord.vectorstore.invisible import CONTROL, INVISIBLE
from onrecord.vectorstore.model import Removed

# No character of a word is lost: a control character of Latin-1 is one of windows-1252 that was read literally, as browsers assume too.
LATIN_CONTROLS = {n: bytes([n]).decode("cp1252", "replace") for n in range(0x80, 0xA0)}
LIGATURES = {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
READ_AS = LATIN_CONTROLS | LIGATURES | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# A full paragraph appears twice only by mistake. Lines of lists ("Price: …") and an interviewer's questions may repeat for a reason.
PARAGRAPH = re.compile(r"(?![^.:]{2,30}: )[^?]{60,}[.!…][\"'”’)]*")
LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def clean(raw: str) -> tuple[str, tuple[Removed, ...]]:
    """The text to store, with one paragraph per line, and the removed lines."""
    lines = list(apply_rules(raw))
    return "\n".join(line for line, rule in lines if rule is None), tuple(Removed(rule, line) for line, rule in lines if rule)


def apply_rules(raw: str) -> Iterator[tuple[str, str | None]]:
    """Each line that is not empty, with the rule that removes it, or None for a line that is kept."""
    lines = [line for line in plain(raw).split("\n") if line]
    seen: set[str] = set()
    kept = ""
    for n, line in enumerate(lines):
        rule = rule_of(line, kept, len(lines) - n - 1)
        if rule is None and line in seen and PARAGRAPH.fullmatch(line):
            rule = "repeated-paragraph"
        seen.add(line)
        kept = kept if rule else line
        yield line, rule


def plain(raw: str) -> str:
    """Text in NFC, without invisible and control characters and ligatures, with one kind of line end and single spaces."""
    text = LINE_END.sub("\n", raw)
    text = unicodedata.normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", text)).translate(READ_AS))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))


if __name__ == "__main__":  # for callers that may not import this room: reads one text per line, as a JSON string, and prints its lines with their rules
    for row in sys.stdin:
        print(json.dumps(list(apply_rules(json.loads(row)))))
