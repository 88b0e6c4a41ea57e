"""Cleaning: characters made plain, and lines that are no reporting taken out, each recorded with its rule.

Precision first: a rule that would eat a sentence of reporting is worse than a crumb that stays.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator

from onrecord.ingest.cleaning.line_rules import rule_of
from onrecord.vectorstore.model import Removed

# Soft hyphens, zero-width spaces, byte-order marks, bidirectional controls and tag characters: invisible, and able to hide text. The two
# joiners (U+200C, U+200D) stay: Persian words and emoji are spelt with them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# A paragraph. What a list says of each item ("Price: …"), or an interviewer asks, may come again and mean another thing.
PARAGRAPH = re.compile(r"(?![^.:]{2,30}: )[^?]{60,}[.!…][\"'”’)]*")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


def clean(raw: str) -> tuple[str, tuple[Removed, ...]]:
    """The text to store, one paragraph a line, and what was taken out."""
    judged = list(judge(raw))
    return "\n".join(line for line, rule in judged if rule is None), tuple(Removed(rule, line) for line, rule in judged if rule)


def judge(raw: str) -> Iterator[tuple[str, str | None]]:
    """Each line that is not empty, with the rule by which it goes; None where it stays."""
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
    """NFC, no invisible or control characters, one kind of line end, single spaces."""
    text = re.sub("\r\n?|\u2028|\u2029", "\n", raw)
    text = unicodedata.normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", text)))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))


if __name__ == "__main__":  # a text as a JSON string a line in, its lines with their rules out: for who may not import this
    for row in sys.stdin:
        print(json.dumps(list(judge(json.loads(row)))))
