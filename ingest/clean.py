"""Cleaning: characters made plain, and lines that are no reporting taken out, each recorded with its rule.

Precision first: a rule that would eat a sentence of reporting is worse than a crumb that stays.
"""

import re
import unicodedata

from ingest.line_rules import rule_of
from vectorstore.records import Removed

# Soft hyphens, zero-width spaces, byte-order marks, bidirectional controls and tag characters: invisible, and able to hide text. The two
# joiners (U+200C, U+200D) stay: Persian words and emoji are spelt with them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# A paragraph. What a list says of each item ("Price: …"), or an interviewer asks, may come again and mean another thing.
PARAGRAPH = re.compile(r"(?![^.:]{2,30}: )[^?]{60,}[.!…][\"'”’)]*")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def clean(raw: str) -> tuple[str, tuple[Removed, ...]]:
    """The text to store, one paragraph a line, and what was taken out."""
    kept: list[str] = []
    removed: list[Removed] = []
    seen: set[str] = set()
    lines = [line for line in plain(raw).split("\n") if line]
    for n, line in enumerate(lines):
        rule = rule_of(line, kept[-1] if kept else "", len(lines) - n - 1)
        if rule is None and line in seen and PARAGRAPH.fullmatch(line):
            rule = "repeated-paragraph"
        seen.add(line)
        if rule:
            removed.append(Removed(rule, line))
        else:
            kept.append(line)
    return "\n".join(kept), tuple(removed)


def plain(raw: str) -> str:
    """NFC, no invisible or control characters, one kind of line end, single spaces."""
    text = re.sub("\r\n?|\u2028|\u2029", "\n", raw)
    text = unicodedata.normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", text)))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))
