"""A stored conversation as Markdown, for people."""

import re
from collections.abc import Sequence

from onrecord.assistant.conversations.store import Conversation, StoredTurn


def markdown(conversation: Conversation, said: Sequence[StoredTurn]) -> str:
    """For people: each question, its answer, and what that cites to the letter."""
    lines = [f"# {plain(conversation.title) or 'Conversation'}", ""]
    for turn in said:
        lines += [f"## {plain(turn.answer['question'])}", "", *(f"{plain(x)}  " for x in turn.answer["text"].split("\n")), ""]
        for c in turn.answer["citations"]:
            where = " · ".join(plain(x) for x in (c["title"], c["publisher"], c["published_at"], c["url"]) if x)
            lines += [f"> [{c['n']}] {plain(c['cited_text'])}", ">", f"> {where} (article {c['article_id']}, version {c['version']}, {c['start']} to {c['end']})", ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    """On one line, and nothing in it is markup."""
    line = " ".join("".join("&amp;" if c == "&" else f"\\{c}" if c in "\\`*_<>#|![~" else c for c in text).split())
    return re.sub(r"^([-+]|\d+(?=[.)]))", lambda m: f"\\{m[1]}" if m[1] in "-+" else f"{m[1]}\\", line)
