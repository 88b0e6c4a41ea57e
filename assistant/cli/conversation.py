"""The conversation of `onrecord chat`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from onrecord.assistant.answer import Answer
from onrecord.assistant.cli.answering import Ask
from onrecord.assistant.cli.render import read_answer, show_answer, show_sources
from onrecord.assistant.question import Message
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.console import Console
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_archive

COMMANDS = {
    "/sources": "the sources of the last answer",
    "/new": "start a new conversation",
    "/help": "these commands",
    "/quit": "end the chat, as Ctrl-D does",
}
HISTORY = "chat_history"  # file in the archive's folder
MAX_REMEMBERED = 1000  # lines of that file
PROMPT = "\n> "
BOLD_PROMPT = "\n\x01\x1b[1;36m\x02>\x01\x1b[0m\x02 "  # \x01 and \x02 enclose what readline must not count as columns


def converse(ask: Ask, settings: Settings, as_of: str | None) -> None:
    """Answer questions until /quit or the end of the input. An error ends the turn, but not the conversation."""
    out = Console(highlight=False)
    out.print(f"[dim]{open_archive(settings.folder, settings.database).counts()['articles']} articles. /help lists the commands[/]")
    history: list[Message] = []
    last: Answer | None = None
    with remembered_input(settings.folder / HISTORY):
        while (text := read_input_line(prompt_for(out))) is not None:
            if text == "/sources":
                show_sources(last.citations) if last and last.citations else out.print("[dim]no answer with sources yet[/]")
            elif text == "/new":
                history, last = [], None
                out.print("[dim]a new conversation[/]")
            elif text.startswith("/"):
                show_commands(out, known=text == "/help")
            elif text:
                last = answer_question(ask, text, history, as_of)


def show_commands(out: Console, known: bool) -> None:
    """Args: known: the user asked for them, and did not mistype one."""
    if not known:
        out.print("[yellow]no such command[/]")
    for name, meaning in COMMANDS.items():
        out.print(f"[bold cyan]{name:10}[/][dim]{meaning}[/]")


def prompt_for(out: Console) -> str:
    return BOLD_PROMPT if sys.stdin.isatty() and out.is_terminal and not out.no_color else PROMPT


def read_input_line(prompt: str) -> str | None:
    try:
        text = input(prompt).strip()
    except EOFError:
        return None
    return None if text in ("/quit", "/exit") else text


@contextmanager
def remembered_input(path: Path) -> Iterator[None]:
    """Let the arrow keys bring back lines of this chat and of earlier ones. Only the owner may read the file. A pipe is not remembered."""
    editor = line_editor() if sys.stdin.isatty() else None
    if editor is None:
        yield
        return
    editor.clear_history()
    with suppress(OSError):
        editor.read_history_file(path)
    editor.set_history_length(MAX_REMEMBERED)
    try:
        yield
    finally:
        with suppress(OSError):
            path.touch(mode=0o600)
            editor.write_history_file(path)


def line_editor() -> Any:
    """The module `readline`; None where Python has none, as on Windows."""
    try:
        import readline
    except ImportError:
        return None
    return readline


def answer_question(ask: Ask, text: str, history: list[Message], as_of: str | None) -> Answer | None:
    try:
        answer = read_answer(ask(text, history, as_of, Filters(), False))
    except OnRecordError as e:
        Console(stderr=True, highlight=False).print(f"onrecord: {e}", markup=False, style="red")
        return None
    show_answer(answer, sources=False)
    history += [Message("user", text), Message("assistant", answer.text)]
    return answer
