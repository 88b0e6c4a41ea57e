"""Finds the article among the blocks of a page. Every block is kept, or recorded with the reason why it is no part of the article.

trafilatura finds the main text. It also loses paragraphs within it, so a block between two that it found is kept too, unless its element says
that it is something else. Corrections and notes are kept wherever they stand.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.ingest.formats.css import name_parts
from onrecord.ingest.formats.html_blocks import SENTENCE_ENDS, TIME_LETTERS, Block, letters_of
from onrecord.ingest.formats.html_notes import NOTICE_LABEL, is_notice, is_pull_quote, repeats
from onrecord.vectorstore.model import Removed

TAGS = {"nav": "navigation", "menu": "navigation", "footer": "page-footer", "aside": "aside", "form": "form", "figure": "caption", "figcaption": "caption", "dialog": "dialog"}
ROLES = {"navigation": "navigation", "complementary": "aside", "contentinfo": "page-footer", "banner": "page-header", "search": "form", "dialog": "dialog"}
NAMES = {
    **dict.fromkeys(("ad", "ads", "advert", "adverts", "advertisement", "advertising", "sponsored", "sponsor", "promo", "taboola", "outbrain"), "advertisement"),
    **dict.fromkeys(("related", "recirc", "recirculation", "recommended", "recommendations", "teaser", "teasers", "trending"), "related-link"),
    **dict.fromkeys(("newsletter", "signup", "subscribe", "subscription", "paywall"), "newsletter"),
    **dict.fromkeys(("share", "sharing", "social", "sharebar"), "share-line"),
    **dict.fromkeys(("comments", "disqus", "commentlist"), "comments"),
    **dict.fromkeys(("cookie", "cookies", "consent", "gdpr"), "consent"),
    **dict.fromkeys(("breadcrumb", "breadcrumbs", "navbar", "navigation", "pagination", "menu"), "navigation"),
    **dict.fromkeys(("sidebar",), "aside"),
    **dict.fromkeys(("byline", "bio", "tags", "taglist"), "byline"),
    **dict.fromkeys(("caption", "credit"), "caption"),
}
MAX_LINK_SHARE = 0.7  # a block with a larger share of links is a list of links
MIN_WITHIN = 12  # letters; a shorter block has to be a full line of the main text
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MIN_PROSE = 40  # letters of a paragraph that is kept at the edge of the main text


def choose(blocks: Sequence[Block], main_text: str, title: str | None, notes: set[Any]) -> tuple[list[Block], list[Removed]]:
    """The blocks of the article, and what was left out.

    Args:
        main_text: what trafilatura found.
        title: the headline; a block that only repeats it is not recorded.
        notes: the elements of the notes that the article refers to.
    """
    found = found_in(blocks, main_text)
    if not any(found):
        return [], []
    reasons = [reason for _, reason in zip(blocks, judge(blocks, found, notes), strict=True)]
    whole = [block.letters.lower() for block, reason in zip(blocks, reasons, strict=True) if reason is None and not is_pull_quote(block.element)]
    for n, block in enumerate(blocks):
        if reasons[n] is None and is_pull_quote(block.element) and repeats(block, whole):
            reasons[n] = "pull-quote"
    kept = [block for block, reason in zip(blocks, reasons, strict=True) if reason is None]
    headline = letters_of(title or "").lower()
    out = [(reason, block) for block, reason in zip(blocks, reasons, strict=True) if reason and block.letters.lower() != headline]
    left_out = [(reason, " ".join(block.lines)) for reason, block in out]
    return kept, list(joined(left_out))


def joined(left_out: list[tuple[str, str]]) -> Iterator[Removed]:
    """One record for neighbouring pieces with the same reason: a menu is one piece."""
    pieces: list[str] = []
    for n, (reason, text) in enumerate(left_out):
        pieces.append(text)
        if n + 1 == len(left_out) or left_out[n + 1][0] != reason:
            yield Removed(reason, " · ".join(pieces))
            pieces = []


def found_in(blocks: Sequence[Block], main_text: str) -> list[bool]:
    """For each block, whether the main text has it. The comparison is by letters."""
    lines = [compared(line) for line in main_text.split("\n")]
    full, within = set(lines), "\n".join(lines)
    return [any(line in full or (len(line) >= MIN_WITHIN and line in within) for line in map(compared, block.lines) if line) for block in blocks]


def compared(text: str) -> str:
    return letters_of(unicodedata.normalize("NFKC", text))


def judge(blocks: Sequence[Block], found: list[bool], notes: set[Any]) -> Iterator[str | None]:
    """For each block, None if it is part of the article, else the reason why not."""
    places = [n for n, is_found in enumerate(found) if is_found]
    first = next((n for n in places if is_prose(blocks[n])), places[0])
    last = places[-1]
    parents = [blocks[n].element.getparent() for n in (first, last)]
    after = 0
    for n, block in enumerate(blocks):
        while after < len(places) and places[after] < n:
            after += 1
        if found[n] and n < first and (reason := header_reason(block)):
            yield reason
        elif found[n] or is_notice(block) or is_note(block, notes) or is_label_of_notice(blocks, n):
            yield None
        elif first < n < last:
            around = common_ancestor(blocks[places[after - 1]].element, blocks[places[after]].element)
            yield furniture_reason(block, around)
        elif is_prose(block) and any(parent is parent_of(block) for parent in parents):
            yield furniture_reason(block, parent_of(block))
        else:
            yield furniture_reason(block, None) or "outside-article"


def is_label_of_notice(blocks: Sequence[Block], n: int) -> bool:
    """Whether a block is only the word `Correction` above one."""
    return NOTICE_LABEL.fullmatch(blocks[n].lines[0]) is not None and n + 1 < len(blocks) and is_notice(blocks[n + 1])


def is_note(block: Block, notes: set[Any]) -> bool:
    return block.element in notes or any(a in notes for a in block.element.iterancestors())


def header_reason(block: Block) -> str | None:
    """What a block above the text is, if it only gives the day of the page, or links. A headline may be a link."""
    if is_page_time(block):
        return "byline"
    return "links" if block.link_share > MAX_LINK_SHARE and block.element.tag not in ("h1", "h2") else None


def is_page_time(block: Block) -> bool:
    """Whether a block gives the day of the page. The times of a live blog are times of the day."""
    timed = int(block.element.get(TIME_LETTERS) or 0)
    return timed * 2 >= len(block.letters) and YEAR.search(block.lines[0]) is not None


def parent_of(block: Block) -> Any:
    """The element that a block stands in, or that its box stands in."""
    parent = block.element.getparent()
    return parent.getparent() if parent.tag == "aside" else parent


def is_prose(block: Block) -> bool:
    return "data-row" in block.element.attrib or (len(block.letters) >= MIN_PROSE and bool(SENTENCE_ENDS.search(block.lines[-1])))


def common_ancestor(one: Any, other: Any) -> Any:
    above = set(one.iterancestors())
    return next((a for a in other.iterancestors() if a in above), None)


def furniture_reason(block: Block, within: Any) -> str | None:
    """What a block is, if one of its elements inside `within` says so, or if it consists of links. None if it reads like a part of the article."""
    for element in (block.element, *block.element.iterancestors()):
        if element is within or element.tag in ("body", "html"):
            break
        if element.tag == "aside" and "data-row" in block.element.attrib:
            continue  # a table in a box is a part of the article
        if reason := TAGS.get(element.tag) or ROLES.get(element.get("role", "")) or named_reason(element):
            return reason
    return "links" if block.link_share > MAX_LINK_SHARE else None


def named_reason(element: Any) -> str | None:
    return next((NAMES[part] for part in sorted(name_parts(element)) if part in NAMES), None)
