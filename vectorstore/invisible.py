"""Characters that nobody sees: they can hide words, turn the direction of a line, or command a terminal."""

import re

# Soft hyphens, zero-width spaces, byte-order marks, bidirectional controls and tag characters are invisible and can hide text. The two
# joiners (U+200C, U+200D) are kept, because Persian words and emoji need them.
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")  # those of ASCII that stand for no white space
# What a terminal obeys: an escape sequence as a whole (colours, titles, links, the clipboard), and every single control character but the line's end.
TERMINAL = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]?|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


def printable(text: str) -> str:
    """The text without what is invisible and without what a terminal obeys."""
    return TERMINAL.sub("", INVISIBLE.sub("", text))
