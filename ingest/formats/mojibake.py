"""Mends characters that were decoded twice, such as `â€œ` for `“`. Each line that is mended is recorded as it was."""

from typing import Any

from onrecord.vectorstore.model import Removed

RULE = "decoded-twice"  # the text is kept as it was meant; the record has the line as it was


def mend(text: str) -> tuple[str, tuple[Removed, ...]]:
    """The text with its mended lines, and those lines as they were."""
    if text.isascii():
        return text, ()
    from ftfy import fix_encoding  # only damaged texts need it
    from ftfy.badness import is_bad

    lines = text.split("\n")
    damaged = {n: line for n, line in enumerate(lines) if not line.isascii() and is_bad(line)}
    mended = {n: fixed for n, line in damaged.items() if (fixed := fix_encoding(line)) != line}
    return "\n".join(mended.get(n, line) for n, line in enumerate(lines)), tuple(Removed(RULE, damaged[n].strip()) for n in mended)


def mend_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: mend(value)[0] if isinstance(value, str) else value for name, value in facts.items()}
