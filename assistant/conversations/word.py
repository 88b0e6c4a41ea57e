"""Writes a stored conversation as a Word document."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.assistant.conversations.narrowing import describe_narrowing
from onrecord.assistant.conversations.store import Conversation, StoredTurn

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from onrecord.assistant.conversations.word_footnotes import Footnotes

MARKER = re.compile(r"( ?\[\d+\])")
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that no XML file may have


def conversation_word(conversation: Conversation, turns: Sequence[StoredTurn]) -> bytes:
    """A .docx file with each question and its answer, and each citation with the cited text as a footnote."""
    from docx import Document  # only here: few conversations are exported, and the library takes a moment to load

    from onrecord.assistant.conversations.word_footnotes import Footnotes

    document = Document()
    document.core_properties.title = document.core_properties.comments = ""  # the library's template says who made it
    document.core_properties.author = "On Record"
    document.add_heading(legal(conversation.title) or "Conversation", 1)
    footnotes = Footnotes(document)
    for turn in turns:
        add_turn(document, footnotes, turn)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_turn(document: "Document", footnotes: "Footnotes", turn: StoredTurn) -> None:
    document.add_heading(legal(turn.answer["question"]), 2)
    if turn.narrowed:
        document.add_paragraph().add_run(legal(describe_narrowing(turn.narrowed))).italic = True
    sources = Sources(footnotes, turn.answer["citations"])
    for n, line in enumerate(turn.answer["text"].split("\n")):
        paragraph = document.add_paragraph()
        add_line(paragraph, legal(line), n == 0 and bool(turn.answer.get("headline")), sources)
    sources.cite_others(paragraph)


class Sources:
    """The citations of one answer. Each becomes a footnote where the text first refers to it."""

    def __init__(self, footnotes: "Footnotes", citations: Sequence[dict[str, Any]]) -> None:
        self._footnotes, self._citations = footnotes, {c["n"]: c for c in citations}
        self._numbers: dict[int, int] = {}  # of the footnotes, by number of the citation

    def cite(self, paragraph: "Paragraph", n: int) -> bool:
        """Whether the answer has a citation of this number. If so, the paragraph refers to it."""
        if n in self._numbers:
            self._footnotes.refer_again(paragraph, self._numbers[n])
        elif n in self._citations:
            self._numbers[n], note = self._footnotes.add(paragraph)
            add_source(note, self._citations[n])
        return n in self._citations

    def cite_others(self, paragraph: "Paragraph") -> None:
        """Refer to the citations to which the text does not refer."""
        for n in [n for n in self._citations if n not in self._numbers]:
            self.cite(paragraph, n)


def add_line(paragraph: "Paragraph", line: str, bold: bool, sources: Sources) -> None:
    """Write a line of an answer, with footnotes in place of its markers."""
    for i, piece in enumerate(MARKER.split(line)):
        is_cited = i % 2 == 1 and sources.cite(paragraph, int(piece.strip(" []")))
        if piece and not is_cited:
            paragraph.add_run(piece).bold = bold


def add_source(note: "Paragraph", citation: dict[str, Any]) -> None:
    where = ", ".join(x for x in (citation["publisher"], citation["published_at"], citation["url"]) if x)
    note.add_run(legal(f"{citation['title']}. {where}. "))
    note.add_run(legal(f"“{citation['cited_text']}”")).italic = True


def legal(text: str) -> str:
    """The text without the characters that no XML file may have."""
    return NOT_IN_XML.sub("", text)
