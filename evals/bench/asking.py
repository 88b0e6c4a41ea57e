"""Asks questions of articles in a temporary home, with the settings of the environment."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.assistant.gate import make_judge
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import open_store


@contextmanager
def temporary_assistant(*ingests: Callable[[str], object]) -> Iterator[Assistant]:
    """An assistant over what `ingests` bring into the home whose path they are given. It quotes the sources."""
    settings = read_settings()
    with tempfile.TemporaryDirectory() as home:
        for ingest in ingests:
            ingest(home)
        with open_store(Path(home), settings.embedding_model) as store:
            store.catch_up()
            yield Assistant(store, judge=make_judge(settings), reader=make_reader(settings))


def indented(answer: Answer) -> str:
    """The lines of an answer, for an editor to read."""
    return "\n".join(f"  | {line}" for line in answer.text.splitlines())


def ask(assistant: Assistant, rows: Sequence[dict[str, Any]], as_of: str) -> list[Answer]:
    """The answers to the rows' questions, each asked on the day `as_of` (ISO)."""
    return [answer_turn(assistant, row["question"], as_of=as_of).answer for row in rows]
