"""Finds notices of correction or update, and quotation marks without a partner. The text is not changed; the spans are recorded."""

import re
from collections.abc import Collection, Iterator

Span = tuple[int, int]

PIECE = r"(?:article|story|stories|report|post|column|headline|caption|piece|page|graphic|chart|map|transcript|newsletter|live ?blog|item)"
NOTICE = re.compile(
    r"\W{0,3}(?:"
    r"(?:(?:editor[’']?s[’']? )?corrections?(?: (?:and|&) clarifications?)?|clarifications?|corrigendum|erratum|retraction|korrektur|berichtigung|rectificatif|corrección|fe de errores|rettelse|rättelse)(?: (?:notice|appended|of)\b[^:\n]{0,40}| ?\([^)\n]{1,40}\)|,? [A-Z][a-z]{2,8}\.? \d[^:\n]{0,20}|,? \d{1,2}\.? [A-Z][a-z]{2,8}[^:\n]{0,12})? ?[:—–]\s*\S"
    rf"|(?:(?:editor[’']?s?[’']? )?(?:note|update)s?(?: ?\([^)\n]{{1,40}}\))? ?[:—–] ?)?(?:"
    rf"an? (?:earlier|previous|prior|original) version of (?:this|the|our) {PIECE}\b"
    rf"|(?:this|the|our) (?:\w+ )?{PIECE}(?:[’']s \w+)? (?:has been|have been|was|were) (?:since |later |subsequently )?(?:corrected|updated|amended|revised|clarified|changed|edited)\b"
    rf"|(?:this|our) {PIECE} (?:originally|initially|previously|incorrectly|mistakenly|wrongly) (?:stated|said|reported|misstated|identified|gave|named|described)\b))",
    re.IGNORECASE,
)
TYPED = ("''", "’’")  # two apostrophes that close a double quotation mark
OPENING = {*"“„«\""}
INCHES = re.compile(r"(?<=\d)\"(?!\s*$)")  # a mark after a figure means inches, unless it ends the paragraph


def notices(text: str, marked: Collection[str] = ()) -> tuple[Span, ...]:
    """The spans of paragraphs that begin with a notice of correction or update, or that the page marks as one."""
    return tuple((start, start + len(p)) for start, p in paragraphs(text) if p in marked or NOTICE.match(p))


def broken_quotes(text: str) -> tuple[Span, ...]:
    """The spans of quotation marks without a partner in their paragraph.

    If the next paragraph opens the quotation again, the quotation continues there and is not broken.
    """
    found: list[Span] = []
    with_marks = [(start, p, list(find_unpaired(p))) for start, p in paragraphs(text)]
    for n, (start, body, marks) in enumerate(with_marks):
        continues = n + 1 < len(with_marks) and with_marks[n + 1][1][:1] in OPENING
        if continues and marks and body[marks[-1]] == with_marks[n + 1][1][0]:
            marks = marks[:-1]
        found += [(start + at, start + at + 1) for at in marks]
    return tuple(found)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def find_unpaired(body: str) -> Iterator[int]:
    """Positions of double quotation marks without a partner in a paragraph. Curly and straight marks may be partners."""
    opening, closing = marks_of(body)
    waiting: list[int] = []
    for at, mark in enumerate(body):
        if mark == '"' and not (INCHES.match(body, at) and not waiting):
            opens = opens_here(body, at, bool(waiting))
        elif mark in opening or mark in closing:
            opens = mark in opening
        elif waiting and body[at : at + 2] in TYPED:
            opens = False
        else:
            continue
        if opens:
            waiting.append(at)
        elif waiting:
            waiting.pop()
        else:
            yield at
    yield from waiting


def opens_here(body: str, at: int, waiting: bool) -> bool:
    """Whether a straight mark opens a quotation: it does after a space or bracket, and before a word."""
    before, after = body[at - 1] if at else " ", body[at + 1] if at + 1 < len(body) else " "
    return (before.isspace() or before in "([—–-“‘'") and not after.isspace() if waiting else not (at and after.isspace())


def marks_of(body: str) -> tuple[str, str]:
    """The opening and the closing marks of a paragraph. In „…“ and »…« the marks have reversed roles. A single » is a bullet or an arrow."""
    opening, closing = ("„", "“”") if "„" in body else ("“", "”")
    if "«" in body and "»" in body:
        turned = body.index("»") < body.index("«")
        opening, closing = opening + "«»"[turned], closing + "»«"[turned]
    return opening, closing
