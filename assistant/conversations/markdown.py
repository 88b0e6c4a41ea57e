"""Writes a stored conversation as a Markdown document."""

import re
from collections.abc import Sequence

from onrecord.assistant.conversations.narrowing import describe_narrowing
from onrecord.assistant.conversations.store import Conversation, StoredTurn


def conversation_markdown(conversation: Conversation, turns: Sequence[StoredTurn]) -> str:
    """A document with each question, its answer, and the cited text of each citation."""
    lines = [f"# {escape_line(conversation.title) or 'Conversation'}", ""]
    for turn in turns:
        lines += [f"## {escape_line(turn.answer['question'])}", ""]
        if turn.narrowed:
            lines += [f"*{escape_line(describe_narrowing(turn.narrowed))}*", ""]
        lines += [*(f"{escape_line(x)}  " for x in turn.answer["text"].split("\n")), ""]
        for c in turn.answer["citations"]:
            where = " · ".join(escape_line(x) for x in (c["title"], c["publisher"], c["published_at"], c["url"]) if x)
            lines += [f"> [{c['n']}] {escape_line(c['cited_text'])}", ">", f"> {where} (article {c['article_id']}, version {c['version']}, {c['start']} to {c['end']})", ""]
    return "\n".join(lines)


def escape_line(text: str) -> str:
    """The text as one line, with all Markdown and HTML markup escaped."""
    line = " ".join("".join("&amp;" if c == "&" else f"\\{c}" if c in "\\`*_<>#|![~" else c for c in text).split())
    return re.sub(r"^([-+]|\d+(?=[.)]))", lambda m: f"\\{m[1]}" if m[1] in "-+" else f"{m[1]}\\", line)
