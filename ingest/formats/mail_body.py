"""Chooses the parts of a message that a mail program shows: of alternatives, the one with the story."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from html import escape
from typing import Any

from onrecord.ingest.documents import Rejected
from onrecord.ingest.formats.characters import Characters, declared_charset, read_characters
from onrecord.ingest.formats.html import parse_html, show
from onrecord.vectorstore.model import Removed

STUB = 0.5  # an HTML part with less than this share of the plain text's letters only points to the story
URL = re.compile(r"https?://\S+|\[image:[^\]]*\]|<[^<>\s]+>")
BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr", "pre", "section", "article"}


@dataclass(frozen=True)
class Text:
    """A text part: `kind` is text or html."""

    kind: str
    text: str
    encoding: str = ""
    removed: tuple[Removed, ...] = ()


@dataclass(frozen=True)
class Body(Text):
    """What a message shows, and the messages that are attached to it."""

    messages: tuple[Any, ...] = ()


def body_of(message: EmailMessage, named: str = "") -> Body:
    """The shown text of a message.

    Args:
        named: the encoding that the user names.
    """
    shown, files = choose_parts(message, named)
    text = joined(shown)
    removed = (*text.removed, *(Removed("attachment", name_of(part)) for part in files))
    return Body(text.kind, text.text, text.encoding, removed, tuple(attached_messages(message)))


def choose_parts(message: EmailMessage, named: str) -> tuple[list[Text], list[Any]]:
    """The texts that a message shows, and its files. If it shows nothing, its text files are the texts."""
    shown, files = list(shown_parts(message, named)), [part for part in own_parts(message) if is_file(part)]
    if any(text.text.strip() for text in shown):
        return shown, files
    texts = [part for part in files if part.get_content_maintype() == "text"]
    return [read_part(part, named) for part in texts], [part for part in files if part not in texts]


def joined(texts: list[Text]) -> Text:
    kind = "html" if any(text.kind == "html" for text in texts) else "text"
    whole = "\n".join(as_html(text) if kind == "html" else text.text for text in texts)
    return Text(kind, whole, next((t.encoding for t in texts if t.encoding), ""), tuple(r for text in texts for r in text.removed))


def shown_parts(part: Any, named: str) -> Iterator[Text]:
    kind = part.get_content_type()
    if kind == "multipart/alternative" and part.is_multipart():
        ways = [list(shown_parts(way, named)) for way in part.iter_parts()]
        yield from best_of([way for way in ways if way])
    elif part.is_multipart() and kind != "message/rfc822":
        for inner in part.iter_parts():
            yield from shown_parts(inner, named)
    elif kind in ("text/plain", "text/html", "multipart/mixed", "multipart/alternative") and not is_file(part):  # also a multipart without parts
        yield read_part(part, named)


def best_of(ways: list[list[Text]]) -> list[Text]:
    """The last way, which is the richest, unless another one has far more text."""
    if not ways:
        return []
    most = max(ways, key=letters)
    if letters(ways[-1]) >= STUB * letters(most):
        return ways[-1]
    stub = tuple(Removed("other-version", shown) for text in ways[-1] if (shown := " ".join(shown_text(text).split())))
    return [replace(most[0], removed=most[0].removed + stub), *most[1:]]


def letters(texts: list[Text]) -> int:
    return sum(map(str.isalpha, URL.sub("", "\n".join(map(shown_text, texts)))))


def shown_text(text: Text) -> str:
    return shown_lines(text.text) if text.kind == "html" else text.text


def read_part(part: Any, named: str) -> Text:
    """A part in the encoding that it states, read as browsers read it."""
    kind = "html" if part.get_content_type() == "text/html" else "text"
    raw = bytes(part.get_payload(decode=True) or b"")
    found = read_characters(raw, "", named, str(part.get_content_charset() or "") or (declared_charset(raw) if kind == "html" else ""))
    characters = Characters(raw.decode("utf-8", "replace")) if isinstance(found, Rejected) else found
    text = characters.text.replace("\r\n", "\n")
    if kind == "text" and part.get_param("format", "").lower() == "flowed":
        text = unflow(text, part.get_param("delsp", "").lower() == "yes")
    return Text(kind, text, characters.encoding, characters.removed)


def unflow(text: str, drops_space: bool) -> str:
    """The paragraphs of a text whose wrapped lines end with a space (RFC 3676)."""
    paragraphs, is_open = [""], False
    for line in text.split("\n"):
        line = line[1:] if line.startswith(" ") else line
        if is_open:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_open = line.endswith(" ") and line != "-- "
        if is_open and drops_space:
            paragraphs[-1] = paragraphs[-1][:-1]
    return "\n".join(paragraphs[1:])


def shown_lines(html: str) -> str:
    """The text that a page shows, with a line for each block."""
    tree = parse_html(html)
    if tree is None:
        return ""
    show(tree, shows_later=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag in BLOCKS:
            element.tail = "\n" + (element.tail or "")
            if element.tag != "br":
                element.text = "\n" + (element.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def as_html(text: Text) -> str:
    return text.text if text.kind == "html" else "".join(f"<p>{escape(p)}</p>" for p in re.split(r"\n\s*\n", text.text))


def is_file(part: Any) -> bool:
    """Whether a part is a file that a mail program lists and does not show."""
    if part.is_multipart() or part.get_content_type() == "message/rfc822":
        return False
    is_shown = part.get_content_type() in ("text/plain", "text/html")
    if part.get_content_maintype() == "multipart":
        return False
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename()) if is_shown else part.get_content_maintype() != "image"


def name_of(part: Any) -> str:
    return f"{part.get_filename() or 'without a name'} ({part.get_content_type()}); it is not read"


def own_parts(part: Any) -> Iterator[Any]:
    """A message and its parts, without those of the messages that are attached to it."""
    yield part
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for inner in part.iter_parts():
            yield from own_parts(inner)


def attached_messages(message: Any) -> list[Any]:
    return [inner for part in own_parts(message) if part.get_content_type() == "message/rfc822" for inner in part.get_payload()[:1] if part is not message]
