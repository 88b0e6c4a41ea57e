"""Cleaning: characters made plain, and lines that are no reporting taken out, each recorded with its rule.

Precision first: a rule that would eat a sentence of reporting is worse than a crumb that stays.
"""

import re
import unicodedata

from vectorstore.records import Removed

# Soft hyphens, zero-width spaces, byte-order marks, bidirectional controls and tag characters: invisible, and able to hide text. The two
# joiners (U+200C, U+200D) stay: Persian words and emoji are spelt with them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")

LINE_RULES = {
    "link-crumb": re.compile(
        r"(?:(?:read|see) (?:more|also|next)|also read|more on this(?: story)?|related(?: (?:articles?|stor(?:y|ies)|content|coverage|links?))?"
        r"|in case you missed it|recommended|editor['’]s picks?|don['’]t miss|you may also like|watch(?: (?:now|live|more))?|listen(?: now)?)"
        r"\s*[:|»>–—-]\s?.*",
        re.IGNORECASE,
    ),
    "share-line": re.compile(
        r"(?:share (?:this|on|via)\b.{0,60}|(?:subscribe|sign up)\b.{0,80}(?:newsletters?|updates|alerts|inbox)\b.{0,40}"
        r"|follow us on\b.{0,60}|click here\b.{0,80}|advertisement|story continues below(?: advertisement)?)[.!]?",
        re.IGNORECASE,
    ),
    "agency-sign-off": re.compile(r"\(\s*(?:additional |further )?(?:report(?:ing|ed)|writing|edit(?:ing|ed)|compiled) by [^()]{3,200}\)\.?", re.IGNORECASE),
}


def clean(raw: str) -> tuple[str, tuple[Removed, ...]]:
    """The text to store, one paragraph a line, and what was taken out."""
    kept: list[str] = []
    removed: list[Removed] = []
    seen: set[str] = set()
    for line in plain(raw).split("\n"):
        rule = next((name for name, pattern in LINE_RULES.items() if pattern.fullmatch(line)), None)
        if rule is None and len(line) > 60 and line in seen:
            rule = "repeated-paragraph"
        seen.add(line)
        if rule:
            removed.append(Removed(rule, line))
        elif line:
            kept.append(line)
    return "\n".join(kept), tuple(removed)


def plain(raw: str) -> str:
    """NFC, no invisible or control characters, one kind of line end, single spaces."""
    text = re.sub("\r\n?|\u2028|\u2029", "\n", raw)
    text = unicodedata.normalize("NFC", CONTROL.sub("", INVISIBLE.sub("", text)))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n"))
