"""What OpenAI's chat completions are made of: the request as it is read, and the text with its annotations.

Indices are code points of the content, as Python's clients count; in JavaScript, which counts UTF-16, `Array.from(content)` does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from onrecord.assistant.question import MAX_CHARACTERS, REMEMBERED, Message
from onrecord.vectorstore.errors import BadInput

Markers = Literal["plain", "links"]
MARKER = re.compile(r"\[(\d+)\]")
IN_LINK = str.maketrans({c: quote(c) for c in "()<> "})  # which would end a Markdown link early
LINKED = re.compile(r"\[(\[\d+\])\]\(\S*?\)")


class ContentPart(BaseModel):
    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """`system`, `developer` and `tool` are read and ignored: what is answered, and how, is the archive's and the gate's."""

    role: Literal["user", "assistant", "system", "developer", "tool", "function"]
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """Raises BadInput: a part that is no text."""
        if not isinstance(self.content, list):
            return self.content or ""
        if other := next((part.type for part in self.content if part.type != "text"), None):
            raise BadInput(f"a message has a part of the type {other}; only text is read")
        return "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatBody(BaseModel):
    """Parameters that are not listed are ignored, as clients expect. The last five are our own, and the same as of `/v1/ask`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"model": "onrecord", "messages": [{"role": "user", "content": "Who fired first?"}]}]})

    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    model: str = "onrecord"
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    speaker: str | None = None

    def question(self) -> tuple[str, list[Message]]:
        """The last user message, and the user's and the assistant's before it, without the links that we put around markers.

        Raises:
            BadInput: there is no user message, or one has a part that is no text.
        """
        said = [m for m in self.messages if m.role in ("user", "assistant")]
        last = max((i for i, m in enumerate(said) if m.role == "user"), default=None)
        if last is None:
            raise BadInput("messages hold no message of the user; the last one is the question")
        before = [(m.role, m.text[: 2 * MAX_CHARACTERS]) for m in said[:last]][-2 * REMEMBERED :]  # more is not read
        return said[last].text, [Message("user" if role == "user" else "assistant", LINKED.sub(r"\1", text)) for role, text in before]

    def words(self) -> int:
        return sum(words(m.text) for m in self.messages if m.role in ("user", "assistant"))


@dataclass(frozen=True)
class Piece:
    """What one event adds to the content, the annotations of its markers, and the citations that come with it."""

    text: str
    annotations: tuple[dict[str, Any], ...] = ()
    citations: tuple[dict[str, Any], ...] = ()


class Content:
    """An answer's text as it grows, which is `Answer.text` to the letter where markers stay plain.

    Args:
        link: the address of a citation.
        markers: `links` makes each `[n]` a Markdown link, `[[n]](address)`, which its annotation then spans.
    """

    def __init__(self, link: Callable[[dict[str, Any]], str], markers: Markers) -> None:
        self.text = ""
        self.annotations: list[dict[str, Any]] = []
        self._link, self._markers = link, markers
        self._citations: dict[int, dict[str, Any]] = {}

    def add(self, part: dict[str, Any]) -> Piece:
        """Args: part: `onrecord.assistant.answer.Part` as JSON."""
        self._citations |= {c["n"]: c for c in part["citations"]}
        text, made = part["text"], "\n" if self.text else ""
        annotations, read = [], 0
        claim_end = text.index(part["claim"]["text"]) + len(part["claim"]["text"])  # brackets within the claim are its source's own
        for marker in MARKER.finditer(text, claim_end):
            cited = self._citations.get(int(marker[1]))
            if cited is None:
                continue
            made += text[read : marker.start()]
            start, read = len(self.text) + len(made), marker.end()
            url = self._link(cited)
            made += f"[{marker[0]}]({url.translate(IN_LINK)})" if self._markers == "links" else marker[0]
            annotations.append(url_citation(start, len(self.text) + len(made), url, cited["title"]))
        return self._grown(Piece(made + text[read:], tuple(annotations), tuple(part["citations"])))

    def end(self, answer: dict[str, Any]) -> Piece:
        """What the answer says beside its claims: that the articles don't say, where there is none."""
        return self._grown(Piece("" if self.text else answer["text"]))

    def _grown(self, piece: Piece) -> Piece:
        self.text += piece.text
        self.annotations += piece.annotations
        return piece


def url_citation(start: int, end: int, url: str, title: str) -> dict[str, Any]:
    return {"type": "url_citation", "url_citation": {"start_index": start, "end_index": end, "url": url, "title": title}}


def address(citation: dict[str, Any], base_url: str) -> str:
    """Of the article, or of the cited passage on this server's own page where the article has none."""
    url = str(citation["url"] or "")
    if url.startswith(("http://", "https://")):
        return url
    place = "&".join(f"{name}={citation[name]}" for name in ("version", "start", "end"))
    return f"{base_url}a/{quote(citation['article_id'])}?{place}"


def usage(asked: int, said: int) -> dict[str, int]:
    """In words: what is drafted, by whom and from how many sources, has no one tokenizer."""
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def words(text: str) -> int:
    return len(text.split())


class Sources:
    """Citations as Open WebUI shows them: the n-th source is marker [n].

    It takes sources of one id, and names that are the same, for one; so a second passage of an article gets an id and a name of its own.
    The first keeps those that Open WebUI itself makes from an annotation, which adds nothing then: an event comes before its annotation.
    """

    def __init__(self, link: Callable[[dict[str, Any]], str]) -> None:
        self._link = link
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def event(self, citation: dict[str, Any]) -> dict[str, Any]:
        url, n = self._link(citation), citation["n"]
        source = {"name": apart(citation["title"], f" ({n})", self._names), "url": url}
        metadata = {"source": apart(url, f"#{n}", self._ids), "source_url": url, "name": source["name"]}
        return {"event": {"type": "source", "data": {"source": source, "document": [citation["cited_text"]], "metadata": [metadata]}}}


def apart(name: str, addition: str, taken: set[str]) -> str:
    own = name + addition if name in taken else name
    taken.add(own)
    return own
