"""Parts of OpenAI's chat completions: the request body, and the text with its annotations.

Indices count code points of the content, as Python does. JavaScript counts UTF-16 units; `Array.from(content)` gives code points.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from onrecord.assistant.inert import inert
from onrecord.assistant.question import MAX_CHARACTERS, REMEMBERED, Message
from onrecord.assistant.schemas import AsOf, Narrowed
from onrecord.vectorstore.errors import BadInput

Markers = Literal["plain", "links"]
MARKER = re.compile(r"\[(\d+)\]")
IN_LINK = str.maketrans({c: quote(c) for c in "()<> "})  # these would end a Markdown link early
LINKED = re.compile(r"\[(\[\d+\])\]\(\S*?\)")


class ContentPart(BaseModel):
    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """A message. Messages of `system`, `developer` and `tool` are accepted and ignored: they cannot change the rules of the archive and the gate."""

    role: Literal["user", "assistant", "system", "developer", "tool", "function"]
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """The message's text, without its pictures and the like."""
        if not isinstance(self.content, list):
            return self.content or ""
        return "\n".join(part.text for part in self.content if part.type == "text")

    def require_text(self) -> str:
        """Its text. Raises BadInput if a part is not text."""
        parts = self.content if isinstance(self.content, list) else []
        if other := next((part.type for part in parts if part.type != "text"), None):
            raise BadInput(f"the question has a part of the type {other}; only text is supported")
        return self.text


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatBody(Narrowed):
    """A chat completion request. Unknown parameters are ignored, as clients expect. `as_of`, `since`, `until`, `publisher` and `speaker` are
    additions with the same meaning as in `/v1/ask`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"model": "onrecord", "messages": [{"role": "user", "content": "Who fired first?"}]}]})

    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    model: str = "onrecord"
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    as_of: AsOf = None

    def question(self) -> tuple[str, list[Message]]:
        """The last user message, and the text of the user's and the assistant's messages before it, without the links around markers.

        Raises:
            BadInput: there is no user message, or the last one has a part that is not text.
        """
        said = [m for m in self.messages if m.role in ("user", "assistant")]
        last = max((i for i, m in enumerate(said) if m.role == "user"), default=None)
        if last is None:
            raise BadInput("messages contain no user message; the last user message is the question")
        before = [(m.role, m.text[: 2 * MAX_CHARACTERS]) for m in said[:last]][-2 * REMEMBERED :]  # earlier ones are not used
        return said[last].require_text(), [Message("user" if role == "user" else "assistant", LINKED.sub(r"\1", text)) for role, text in before]

    def count_words(self) -> int:
        return sum(count_words(m.text) for m in self.messages if m.role in ("user", "assistant"))


@dataclass(frozen=True)
class Piece:
    """The text that one event adds to the content, the annotations of its markers, and its new citations."""

    text: str
    annotations: tuple[dict[str, Any], ...] = ()
    citations: tuple[dict[str, Any], ...] = ()


class Content:
    """An answer's text while it grows. With plain markers it is `Answer.text`, but a backslash stands where words of a source would become a link, an
    image or an element of a page.

    Args:
        link: returns the address of a citation.
        markers: `links` turns each `[n]` into a Markdown link, `[[n]](address)`; its annotation then covers the link.
    """

    def __init__(self, link: Callable[[dict[str, Any]], str], markers: Markers) -> None:
        self.text = ""
        self.annotations: list[dict[str, Any]] = []
        self._link, self._markers = link, markers
        self._citations: dict[int, dict[str, Any]] = {}

    def add(self, part: dict[str, Any]) -> Piece:
        """Args: part: `onrecord.assistant.answer.Part` as JSON."""
        self._citations |= {c["n"]: c for c in part["citations"]}
        text, written = part["text"], "\n" if self.text else ""
        annotations, read = [], 0
        claim_start = text.index(part["claim"]["text"])
        claim_end = claim_start + len(part["claim"]["text"])
        headline_end = text.index("\n") if part["headline"] else -1
        for marker in MARKER.finditer(text):
            cited = self._citations.get(int(marker[1]))
            if cited is None or not (marker.start() >= claim_end or marker.end() == headline_end):
                continue  # brackets inside the claim and in the headline's words belong to their source
            written += inert(text[read : marker.start()])
            start, read = len(self.text) + len(written), marker.end()
            url = self._link(cited)
            written += f"[{marker[0]}]({url.translate(IN_LINK)})" if self._markers == "links" else marker[0]
            annotations.append(url_citation(start, len(self.text) + len(written), url, cited["title"]))
        return self._append(Piece(written + inert(text[read:]), tuple(annotations), tuple(part["citations"])))

    def end(self, answer: dict[str, Any]) -> Piece:
        """Add the text of an answer without claims, which says that the articles do not answer."""
        return self._append(Piece("" if self.text else inert(answer["text"])))

    def _append(self, piece: Piece) -> Piece:
        self.text += piece.text
        self.annotations += piece.annotations
        return piece


def url_citation(start: int, end: int, url: str, title: str) -> dict[str, Any]:
    return {"type": "url_citation", "url_citation": {"start_index": start, "end_index": end, "url": url, "title": title}}


def address(citation: dict[str, Any], base_url: str) -> str:
    """The article's address. If it has none, the address of the cited passage on this server's page."""
    url = str(citation["url"] or "")
    if url.startswith(("http://", "https://")):
        return url
    place = "&".join(f"{name}={citation[name]}" for name in ("version", "start", "end"))
    return f"{base_url}a/{quote(citation['article_id'])}?{place}"


def usage(prompt_words: int, completion_words: int) -> dict[str, int]:
    """The usage, counted in words, because drafters have different tokenizers or none."""
    return {"prompt_tokens": prompt_words, "completion_tokens": completion_words, "total_tokens": prompt_words + completion_words}


def count_words(text: str) -> int:
    return len(text.split())


class Sources:
    """Source events. Open WebUI shows citations from them: the n-th source belongs to marker [n].

    Open WebUI merges sources with the same id or the same name. So a second passage of an article gets another id and name. The first
    passage has the id and name that Open WebUI itself makes from an annotation, so the annotation that follows adds no source.
    """

    def __init__(self, link: Callable[[dict[str, Any]], str]) -> None:
        self._link = link
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def event(self, citation: dict[str, Any]) -> dict[str, Any]:
        url, n = self._link(citation), citation["n"]
        source = {"name": distinct_name(citation["title"], f" ({n})", self._names), "url": url}
        metadata = {"source": distinct_name(url, f"#{n}", self._ids), "source_url": url, "name": source["name"]}
        return {"event": {"type": "source", "data": {"source": source, "document": [citation["cited_text"]], "metadata": [metadata]}}}


def distinct_name(name: str, addition: str, taken: set[str]) -> str:
    own = name + addition if name in taken else name
    taken.add(own)
    return own
