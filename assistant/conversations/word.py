"""Writes a stored conversation as a Word document."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.assistant.conversations.narrowing import describe_narrowing
from onrecord.assistant.conversations.store import Conversation, StoredTurn

if TYPE_CHECKING:
    from docx.document import Document

MARKER = re.compile(r"(\[\d+\])")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that no XML file may have


def conversation_word(conversation: Conversation, turns: Sequence[StoredTurn]) -> bytes:
    """A .docx file with each question, its answer, and the cited text of each citation."""
    from docx import Document  # only here: few conversations are exported, and the library takes a moment to load

    document = Document()
    document.core_properties.title = document.core_properties.comments = ""  # the library's template says who made it
    document.core_properties.author = "On Record"
    document.add_heading(legal(conversation.title) or "Conversation", 1)
    for turn in turns:
        add_turn(document, turn)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_turn(document: "Document", turn: StoredTurn) -> None:
    document.add_heading(legal(turn.answer["question"]), 2)
    if turn.narrowed:
        document.add_paragraph().add_run(legal(describe_narrowing(turn.narrowed))).italic = True
    for n, line in enumerate(turn.answer["text"].split("\n")):
        add_line(document, legal(line), bold=n == 0 and bool(turn.answer.get("headline")))
    for citation in turn.answer["citations"]:
        add_source(document, citation)


def add_line(document: "Document", line: str, bold: bool) -> None:
    """A line of an answer as a paragraph, with its markers raised."""
    paragraph = document.add_paragraph()
    for piece in MARKER.split(line):
        run = paragraph.add_run(piece)
        run.bold = bold
        run.font.superscript = MARKER.fullmatch(piece) is not None


def add_source(document: "Document", citation: dict[str, Any]) -> None:
    where = ", ".join(x for x in (citation["publisher"], citation["published_at"], citation["url"]) if x)
    paragraph = document.add_paragraph(legal(f"[{citation['n']}] {citation['title']}. {where}"))
    paragraph.add_run("\n" + legal(f"“{citation['cited_text']}”")).italic = True


def legal(text: str) -> str:
    """The text without the characters that no XML file may have."""
    return NOT_IN_XML.sub("", text)
