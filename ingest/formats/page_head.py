"""Finds the dates that the head of an article shows its readers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from onrecord.ingest.fact_names import UPDATE_WORDS
from onrecord.vectorstore.model import Removed

PUBLISHED = re.compile(r"publi|posted|pubdate|created|first[ _-]|erschienen|veröffentlicht|pubblic", re.IGNORECASE)
DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|datetime|timestamp|dateline|pub-?date|published|posted(?:-on)?)(?:$|[\s_-])", re.IGNORECASE)
UPDATE_CLASS = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
OF_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|teasers?|recommend\w*|comments?|widget|most-?(?:read|popular)|trending|popular|latest|promo|cards?|more|ticker|events?|also)(?:$|[\s_-])",
    re.IGNORECASE,
)
ASIDE = {"aside", "nav", "figure", "blockquote", "table", "form", "dialog"}
REGIONS = {"article", "main", "body"}
LONG = 100  # characters of a paragraph of the body
MAX_DATE = 80  # characters of an element that only shows a date
MAX_DATES = 50  # elements that are looked at
MAX_LABEL = 40  # characters before a date that say which date it is


@dataclass
class HeadDates:
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unclear: list[Removed] = field(default_factory=list)


def head_dates(tree: Any) -> HeadDates:
    """The dates in the head of the page's article. Several different dates without a label are unclear, and none of them is used."""
    found, bare = HeadDates(), list[str]()
    region = region_of(tree)
    for element in islice(shown_dates(region), MAX_DATES):
        if is_of_others(element, region):
            continue
        value = (element.get("datetime") or element.get("content") or element.get("title") or "").strip()
        value = value if any(c.isdigit() for c in value) else " ".join(element.text_content().split())
        label = label_of(element)
        if UPDATE_CLASS.search(label) or UPDATE_WORDS.search(label):
            found.updated.append(value)
        elif PUBLISHED.search(label):
            found.published.append(value)
        else:
            bare.append(value)
    if len({v[:10] for v in bare}) == 1:
        found.published += bare[:1]
    elif bare and not found.published:
        found.unclear.append(Removed("unread-fact", f"publish_date: {' | '.join(dict.fromkeys(bare))} (several dates)"))
    return found


def region_of(tree: Any) -> Any:
    """The element that holds the article: around its headline, or the only `article` of the page, or the body."""
    headline = next(iter(tree.xpath("//article//h1 | //main//h1")), None)
    if headline is None:
        headline = next(tree.iter("h1"), None)
    if headline is not None:
        around = next((a for a in headline.iterancestors() if a.tag in REGIONS), tree)
        if around.tag == "article" or len(list(around.iter("article"))) != 1:
            return around
    articles = list(tree.iter("article"))
    return articles[0] if len(articles) == 1 and headline is None else next(iter(tree.iter("main", "body")), tree)


def shown_dates(region: Any) -> Iterator[Any]:
    """The elements that show a date, up to the second paragraph of the text; after it, only those that are marked as the date of publication."""
    paragraphs = 0
    for element in region.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "p" and len(element.text_content()) > LONG:
            paragraphs += 1
        marked = element.get("itemprop", "").lower() in ("datepublished", "datemodified") or element.get("pubdate") is not None
        if (marked and element.tag != "meta") or (paragraphs < 2 and is_date(element)):
            yield element


def is_date(element: Any) -> bool:
    if element.tag == "time":
        return True
    by_class = element.tag in ("span", "div", "p", "abbr", "li", "b", "em", "small") and DATE_CLASS.search(element.get("class") or "")
    text = element.text_content() if by_class and next(element.iter("time"), None) is None else ""
    return len(text) <= MAX_DATE and any(c.isdigit() for c in text)


def is_of_others(element: Any, region: Any) -> bool:
    """Whether a date belongs to another story, a comment, or the running text."""
    for around in element.iterancestors():
        if around is region:
            return False
        if around.tag in ASIDE or OF_OTHERS.search(f"{around.get('class') or ''} {around.get('id') or ''}"):
            return True
        if around.tag == "article" and (region.tag == "article" or len(list(region.iter("article"))) > 1):
            return True
        if around.tag == "p" and len(around.text_content()) > LONG:
            return True
        if is_card(around):
            return True
    return False


def is_card(element: Any) -> bool:
    """Whether an element shows another story: an entry of a list with a link that names no author, or a small heading with a link."""
    if element.tag == "li":
        return any("author" not in f"{a.get('rel')} {a.get('class')} {a.get('href')}" and a.text_content().strip() for a in element.iter("a"))
    return element.tag in ("div", "section", "a") and bool(element.xpath(".//*[self::h2 or self::h3 or self::h4][.//a or ancestor::a]")) and next(element.iter("h1"), None) is None


def label_of(element: Any) -> str:
    """The words that say which date it is: in the attributes of the element, or before it on the page."""
    before = element.getprevious()
    parent = element.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if not text.strip() and before is not None and len(before.text_content()) <= MAX_LABEL and isinstance(before.tag, str):
        text = before.text_content()
    attributes = " ".join(element.get(a) or "" for a in ("class", "id", "itemprop", "pubdate"))
    own = element.text_content()[:MAX_DATE]
    around = (parent.get("class") or "") if parent is not None and len(parent.text_content()) <= MAX_DATE else ""
    label = f"{attributes} {text.strip()[-MAX_LABEL:]} {own}"
    return label if PUBLISHED.search(label) or UPDATE_CLASS.search(label) else f"{label} {around}"
