"""Corrections, editor's notes, footnotes and pull quotes of a page."""

import re
from collections.abc import Sequence
from typing import Any

from onrecord.ingest.formats.css import name_parts
from onrecord.ingest.formats.html_blocks import BLOCK_TAGS, Block, has_block, letters_of

CORRECTION_NAMES = {"correction", "corrections", "clarification", "clarifications", "corrigendum", "erratum", "errata", "retraction", "amendment", "berichtigung", "korrektur", "rectificatif", "rectification", "correccion", "rettelse", "rattelse"}  # fmt: skip
NOTE_NAMES = re.compile(r"(?:^|[\s_-])(?:editors?|editorial|update|redaktion)[\s_’'-]*s?[\s_-]*(?:note|notice|hinweis)", re.IGNORECASE)
SAYS_CORRECTION = re.compile(
    r"\W{0,3}(?:corrections?|clarifications?|corrigendum|erratum|retraction|editor[’']?s[’']? (?:note|correction)|update|note|amendment|korrektur|berichtigung|anmerkung der redaktion|rectificatif"
    r"|correction du|corrección|fe de errores|rettelse|rättelse|rettifica|correctie|rectificatie|sprostowanie|oprava|исправление|уточнение)\b[^.:\n]{0,40}[:—–-]"
    r"|\W{0,3}(?:an? (?:earlier|previous|prior|original) version of (?:this|the|our)|this (?:article|story|report|post|piece|page) (?:was|has been) (?:amended|corrected|updated|revised|clarified))\b"
    r"|in einer früheren version\b|une version (?:précédente|antérieure)\b|una versión anterior\b",
    re.IGNORECASE,
)
NOTICE_LABEL = re.compile(r"\W*(?:corrections?(?: (?:and|&) clarifications?)?|clarifications?|corrigendum|erratum|retraction|editor[’']?s[’']? note|update|korrektur|berichtigung|rectificatif|corrección|rettelse|rättelse)\W*", re.IGNORECASE)
NOTE_LABEL = "data-note-label"  # set on a note: the mark in the text that leads to it
FOOTNOTE_NAMES = re.compile(r"(?:foot|end|side)-?notes?\b", re.IGNORECASE)
FOOTNOTE_ROLES = {"doc-footnote", "doc-endnotes", "doc-endnote"}
PULL_QUOTE = re.compile(r"(?:^|[\s_-])(?:pull-?_?quote|quote--pull|pq)", re.IGNORECASE)
MIN_NOTICE = 30  # letters
MAX_LINK_SHARE = 0.7
MIN_REPEATED = 0.8  # share of the words of a pull quote that one paragraph has


def names_of(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-component') or ''}"


def is_notice(block: Block) -> bool:
    """Whether a block is a notice of correction or an editor's note, by its names or its words."""
    if block.link_share > MAX_LINK_SHARE:
        return False
    if is_named_notice(block.element):
        return True
    return len(block.letters) >= MIN_NOTICE and SAYS_CORRECTION.match(block.lines[0]) is not None


def is_named_notice(element: Any) -> bool:
    chain = [element, *element.iterancestors()][:4]  # a notice has few wrappers
    return any(name_parts(e) & CORRECTION_NAMES or NOTE_NAMES.search(names_of(e)) for e in chain if e.tag not in ("body", "html", "article", "main"))


def note_elements(body: Any) -> set[Any]:
    """The elements of footnotes: those that a raised mark links to, and those that say so by name or role."""
    marks = [a for mark in body.iter("sup", "span", "a") if is_note_mark(mark) for a in mark.iter("a")]
    targets = {target: a.text_content().strip(" []()\n") for a in marks if (target := (a.get("href") or "").partition("#")[2])}
    for element in body.iter("li", "p", "div", "dd", "section", "aside"):
        if label := targets.get(element.get("id") or ""):
            element.set(NOTE_LABEL, label)
    return {e for e in body.iter() if isinstance(e.tag, str) and (e.get("id") in targets or is_footnote(e)) and e.tag not in ("body", "article", "main", "sup", "a")}


def number_notes(body: Any) -> None:
    """Write the number of each note before its text. On the page, the list of notes shows it."""
    for note in body.iter():
        label = note.get(NOTE_LABEL) if isinstance(note.tag, str) else None
        block = next((b for b in note.iter() if b.tag in BLOCK_TAGS and not has_block(b)), None) if label else None
        if block is not None and not (block.text or "").lstrip(" [(").startswith(str(label)):
            block.text = f"[{label}] {(block.text or '').lstrip()}"


def is_note_mark(element: Any) -> bool:
    """Whether an element is the mark of a note: raised, or named or typed as one, and with the address of a place on the page."""
    is_typed = element.get("role") == "doc-noteref" or bool(re.search(r"noteref|footnote-?ref|fn-?ref", names_of(element), re.IGNORECASE))
    return (element.tag == "sup" or is_typed) and len(element.text_content().strip()) <= 12


def is_footnote(element: Any) -> bool:
    return element.get("role") in FOOTNOTE_ROLES or (element.tag not in ("sup", "a", "span") and FOOTNOTE_NAMES.search(names_of(element)) is not None)


def is_pull_quote(element: Any) -> bool:
    """Whether an element is named as a quotation that is drawn out of the text."""
    chain = [element, *element.iterancestors()][:4]
    return any(PULL_QUOTE.search(names_of(e)) for e in chain if e.tag not in ("body", "html", "article", "main"))


def repeats(block: Block, paragraphs: Sequence[str]) -> bool:
    """Whether one of the paragraphs, given by their letters in lower case, has the words of the block. So does the name under a quotation."""
    letters = block.letters.lower()
    if any(letters in paragraph for paragraph in paragraphs):
        return True
    words = [letters_of(w).lower() for w in " ".join(block.lines).split()]
    return any(sum(w in paragraph for w in words) >= MIN_REPEATED * len(words) for paragraph in paragraphs) if len(words) > 4 else False
