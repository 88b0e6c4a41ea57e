"""Finds the boxes of a page that offer a subscription where the rest of the article would be."""

import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.cleaning import is_offer, is_small_print

BOX = re.compile(
    r"pay-?wall|reg(?:istration)?-?wall|login-?wall|subscri(?:be|ber|ption)s?[_-]{0,2}(?:wall|box|prompt|offer|cta|banner|promo|message|only|required)|meter(?:ed)?[_-]?(?:wall|box|message)"
    r"|piano|tp-container|premium[_-]{0,2}(?:box|wall|offer|prompt|teaser)|offer[_-]?(?:box|wall)|abo[_-]?(?:box|wall|angebot|hinweis)|bezahlschranke|mur-?payant|muro-?de-?pago|betaalmuur|betalvegg|article[_-]?gate",
    re.IGNORECASE,
)
MAX_BOX = 800  # characters; a larger element with such a name is the article's paid part
MAX_LINE = 300


def offer_lines(tree: Any) -> list[str]:
    """The lines of text in such boxes. A box counts only if something in it is an offer, a price or a button to log in."""
    found: list[str] = []
    for element in tree.xpath("//*[@class or @id]"):
        if BOX.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            lines = list(lines_of(element))
            if sum(map(len, lines)) <= MAX_BOX and any(is_offer(line) or is_small_print(line) for line in lines):
                found += lines
    return list(dict.fromkeys(line for line in found if len(line) <= MAX_LINE))


def lines_of(element: Any) -> Iterator[str]:
    """The text of each block, and that of the box as a whole where it has no blocks."""
    blocks = [b for b in element.iter("p", "li", "h2", "h3", "h4", "h5", "a", "button", "span", "div") if next(b.iterdescendants("p", "li", "div"), None) is None]
    for block in blocks or [element]:
        if line := " ".join(block.text_content().split()):
            yield line
