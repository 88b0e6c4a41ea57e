"""The conversation of `onrecord chat`."""

from rich.console import Console

from onrecord.assistant.answer import Answer
from onrecord.assistant.cli.render import show_answer, show_sources
from onrecord.assistant.question import Message
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.errors import OnRecordError

CHAT_HELP = "/sources shows the sources of the last answer · /new starts a new conversation · /quit ends the chat"


def converse(assistant: Assistant, as_of: str | None) -> None:
    """Answer questions until /quit or the end of the input. An error ends the turn, but not the conversation."""
    out = Console(highlight=False)
    out.print(f"[dim]{assistant.store.archive.counts()['articles']} articles. {CHAT_HELP}[/]")
    history: list[Message] = []
    last: Answer | None = None
    while (text := read_input_line()) is not None:
        if text == "/sources":
            show_sources(last.citations) if last and last.citations else out.print("[dim]no answer with sources yet[/]")
        elif text == "/new":
            history, last = [], None
        elif text.startswith("/"):
            out.print(f"[dim]{CHAT_HELP}[/]")
        elif text:
            last = answer_question(assistant, text, history, as_of)


def read_input_line() -> str | None:
    try:
        text = input("\n> ").strip()
    except EOFError:
        return None
    return None if text in ("/quit", "/exit") else text


def answer_question(assistant: Assistant, text: str, history: list[Message], as_of: str | None) -> Answer | None:
    try:
        answer = answer_turn(assistant, text, history, as_of).answer
    except OnRecordError as e:
        Console(stderr=True, highlight=False).print(f"onrecord: {e}", markup=False)
        return None
    show_answer(answer, sources=False)
    history += [Message("user", text), Message("assistant", answer.text)]
    return answer
