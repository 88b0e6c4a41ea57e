"""Makes plain text of the inline markup of a page, so that a paragraph is one text and no mark changes what it says.

Raised figures, struck text and quotations keep their meaning in characters. Pieces that are no part of the sentence (advertisements, words
for screen readers, tooltips, controls) are taken out. What is taken out is recorded with its reason; the sentence around it stays.
"""

from collections.abc import Mapping
from typing import Any

from onrecord.ingest.formats.css import Style
from onrecord.ingest.formats.html_blocks import BLOCK_TAGS, TIME_LETTERS, has_block, letters_of
from onrecord.ingest.formats.html_inserts import insert_reason, link_note_at_end
from onrecord.ingest.formats.html_notes import is_note_mark
from onrecord.ingest.formats.raised import lowered, raised
from onrecord.vectorstore.model import Removed

BLOCK_DISPLAYS = ("block", "flex", "grid", "list-item", "table")
NOT_TEXT = {
    "svg": "picture", "img": "picture", "picture": "picture", "map": "picture", "audio": "player", "video": "player", "input": "form", "textarea": "form",
    "select": "form", "datalist": "form", "progress": "form", "meter": "form", "rt": "reading-aid", "rp": "reading-aid", "rtc": "reading-aid",
    "annotation": "formula-source", "annotation-xml": "formula-source", "embed": "player", "applet": "player", "link": "page-data", "meta": "page-data",
}  # fmt: skip
STRUCK = {"del", "s", "strike"}
SPACED = {"label", "button", "output", "data", "small"}  # pages part these from their neighbours by style and not by a space
QUOTES = {"de": "„“‚‘", "cs": "„“‚‘", "sk": "„“‚‘", "pl": "„”‚’", "hu": "„”»«", "ro": "„”«»", "fr": "«»“”", "it": "«»“”", "es": "«»“”", "ru": "«»„“", "uk": "«»„“", "no": "«»‘’"}
CLOSING = tuple(",.;:!?)]”’»")
MARKS = "“”„«»\"‘’‚'「」『』"


def flatten(body: Any, styles: Mapping[Any, Style], language: str) -> list[Removed]:
    """Replace inline elements by their text, except links and line breaks. The removed pieces in the order of the page."""
    removed: list[Removed] = []
    for element in reversed([e for e in body.iter() if e is not body]):  # inner elements first
        if isinstance(element.tag, str) and element.getparent() is not None:
            flatten_one(element, styles.get(element, {}), language, removed)
    return removed[::-1]


def flatten_one(element: Any, style: Style, language: str, removed: list[Removed]) -> None:
    tag = element.tag
    if tag in ("br", "hr"):
        return
    if (reason := reason_to_drop(element, style)) is not None:
        text = " ".join(element.text_content().split())
        if any(map(str.isalnum, text)) or reason == "back-link":
            removed.append(Removed(reason, text))
        if after(element)[:1] in CLOSING:
            strip_space_before(element)
        replace(element, " " if would_glue(element, reason) else "")
    elif tag in BLOCK_TAGS:
        return
    elif has_block(element):
        element.tag = element.tag if tag == "a" else "div"
    elif style.get("display", "").split(" ")[0] in BLOCK_DISPLAYS and tag not in ("a", "sup", "sub", "q") and stands_alone(element):
        element.tag = "div"
    elif tag == "a" and is_note_mark(element) and (mark := note_mark(element)):
        replace(element, mark)
    elif tag == "a":
        strip_link_note(element, removed)
    elif tag == "time":
        part_from_words(element, *spaces_around(element, element.text_content()))
    else:
        replace(element, None, *marks_around(element, style, language))


def part_from_words(element: Any, left: str, right: str) -> None:
    """Put spaces around an element that stays an element for now."""
    element.text, element.tail = left + (element.text or ""), right + (element.tail or "")


def unwrap_times(body: Any) -> None:
    """Make text of the `time` elements. Each block notes how many of its letters they have, since nothing tells them from other text afterwards."""
    for element in list(body.iter("time")):
        block = next((a for a in element.iterancestors() if a.tag in BLOCK_TAGS), body)
        block.set(TIME_LETTERS, str(int(block.get(TIME_LETTERS) or 0) + len(letters_of(element.text_content()))))
        unwrap(element)


def strip_link_note(link: Any, removed: list[Removed]) -> None:
    """Remove `(opens in a new window)` from the end of a link's text."""
    if len(link) == 0 and (note := link_note_at_end(link.text or "")):
        removed.append(Removed("for-screen-readers", note.strip()))
        link.text = link.text.removesuffix(note)


def reason_to_drop(element: Any, style: Style) -> str | None:
    if element.tag in NOT_TEXT:
        return NOT_TEXT[element.tag]
    if element.tag in STRUCK or "line-through" in style.get("text-decoration-line", ""):
        return "struck-out"
    return insert_reason(element)


def would_glue(element: Any, reason: str) -> bool:
    """Whether the words around an element would become one when it goes."""
    if reason in ("picture", "reading-aid"):
        return False
    return before(element).isalnum() and (element.tail or "")[:1].isalnum()


def stands_alone(element: Any) -> bool:
    """Whether the element's style can part it from the text around it: not a letter or a word within a sentence."""
    return len(element.text_content().strip()) > 1


def marks_around(element: Any, style: Style, language: str) -> tuple[str, str] | tuple[str]:
    """One string that replaces the text of the element, or two that stand around its content."""
    tag, text = element.tag, element.text_content()
    is_second = element.getparent().tag in ("msup", "msub", "mfrac") and element.getprevious() is not None
    if tag == "sup" or style.get("vertical-align") == "super" or (is_second and element.getparent().tag == "msup"):
        return (note_mark(element) or raised(text, before(element)),)
    if tag == "sub" or style.get("vertical-align") == "sub" or (is_second and element.getparent().tag == "msub"):
        return (lowered(text, before(element)),)
    if tag == "q" and text.strip()[:1] not in MARKS:
        return quotes_for(element, language)
    if is_second:
        return "/", ""
    return spaces_around(element, text) if tag in SPACED else ("", "")


def spaces_around(element: Any, text: str) -> tuple[str, str]:
    """The spaces that part an element from the words beside it."""
    left = " " if before(element).isalnum() and text[:1].isalnum() else ""
    return left, " " if text[-1:].isalnum() and (element.tail or "")[:1].isalnum() else ""


def note_mark(element: Any) -> str | None:
    """`[3]` for a raised link to a note on the page; None if the element is no such link."""
    links = [a for a in element.iter("a") if (a.get("href") or "").partition("#")[2]]
    text = " ".join(element.text_content().split())
    if not links or not text or len(text) > 12:
        return None
    return text if text[0] in "[(" else f"[{text}]"


def quotes_for(element: Any, language: str) -> tuple[str, str]:
    """The quotation marks that browsers write around `q` in the page's language; the inner pair within another `q`."""
    stated = next((e.get("lang") for e in (element, *element.iterancestors()) if e.get("lang")), None) or language
    marks = QUOTES.get(stated.lower()[:2], "“”‘’")
    depth = 2 if sum(a.tag == "q" for a in element.iterancestors()) % 2 else 0
    return marks[depth], marks[depth + 1]


def before(element: Any) -> str:
    """The character directly before an element in its block, or an empty string."""
    while element is not None and element.tag not in BLOCK_TAGS:
        previous = element.getprevious()
        text = (element.getparent().text if previous is None else previous.tail or all_text(previous)) if element.getparent() is not None else ""
        if text:
            return str(text[-1])
        if previous is not None and previous.tag == "br":
            return ""
        element = element.getparent() if previous is None else previous
    return ""


def after(element: Any) -> str:
    """The text directly behind an element in its block, across the ends of the inline elements around it."""
    while element is not None and element.tag not in BLOCK_TAGS:
        following = element.getnext()
        text = element.tail or ("" if following is None else all_text(following))
        if text or following is not None:
            return str(text)
        element = element.getparent()
    return ""


def strip_space_before(element: Any) -> None:
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = (element.getparent().text or "").rstrip()
    else:
        previous.tail = (previous.tail or "").rstrip()


def all_text(element: Any) -> str:
    return "".join(element.itertext()) if isinstance(element.tag, str) else ""


def replace(element: Any, *texts: str | None) -> None:
    """Put a text in the place of an element; with None and two more texts, unwrap the element between them."""
    first, *around = texts
    if first is None and len(around) == 2:
        element.text = (around[0] or "") + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + (around[1] or "")
        else:
            element.text += around[1] or ""
        unwrap(element)
        return
    text = around[0] if first is None else first
    element.tail = (text or "") + (element.tail or "")
    element.drop_tree()


def unwrap(element: Any) -> None:
    """Put the content of an element in its place. lxml's own `drop_tag` looks for the element among all its siblings each time."""
    children = list(element)
    append_text(element, element.text)
    for child in children:
        element.addprevious(child)
    append_text(element, element.tail)
    element.tail = None
    element.getparent().remove(element)


def append_text(element: Any, text: str | None) -> None:
    """Add a text directly before an element."""
    previous = element.getprevious()
    if previous is None:
        element.getparent().text = (element.getparent().text or "") + (text or "")
    else:
        previous.tail = (previous.tail or "") + (text or "")
