"""Keeps two stories apart that name one address: a wrong canonical link, posts of a live blog, a column that is replaced every day.

A changed text of one story is a new version. Another story under the same address is an article of its own.
"""

import hashlib
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.errors import NotFound
from onrecord.vectorstore.model import Article, Removed

GRAM = 16  # letters; so many in a row are seldom the same by chance
MAX_SHARED = 0.15  # share of the shorter text's grams that the other has; two versions of one story share most, two stories of one case a few names
MAX_TITLE_SHARED = 0.6  # share of the shorter title's words
SAME_ADDRESS = "same-address"  # rule under which `show --removed` names the other story


def apart(archive: Archive, article: Article) -> Article:
    """The article, under an id of its own if the archive has another story under its address."""
    if not article.canonical_url:
        return article
    try:
        known = archive.article_as_read(article.article_id)
    except NotFound:
        return article
    if not is_another_story(known, article):
        return article
    note = Removed(SAME_ADDRESS, f"{article.url} is also the address of another story, {known.article_id} (“{known.title}”); both are kept")
    return replace(article, article_id=own_id(article), removed=(note, *article.removed))


def is_another_story(known: Article, article: Article) -> bool:
    """Whether two texts have nothing in common, and their titles, days or places in the page tell that they are two stories."""
    if shared_text(known.text, article.text) > MAX_SHARED:
        return False
    days = {a.published_at for a in (known, article)} - {None}
    places = {fragment(a.url) for a in (known, article)}
    return len(days) > 1 or len(places) > 1 or shared_title(known.title, article.title) <= MAX_TITLE_SHARED


def own_id(article: Article) -> str:
    """An id by address and title, so that the same story gets it again in the next run."""
    identity = "\0".join((article.canonical_url or "", letters(article.title), article.published_at or "", fragment(article.url)))
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def shared_text(one: str, other: str) -> float:
    first, second = grams(letters(one)), grams(letters(other))
    return len(first & second) / max(1, min(len(first), len(second)))


def grams(text: str) -> set[str]:
    return {text[n : n + GRAM] for n in range(max(1, len(text) - GRAM + 1))}


def shared_title(one: str, other: str) -> float:
    first, second = ({letters(w) for w in t.split()} for t in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def fragment(url: str | None) -> str:
    try:
        return urlsplit(url or "").fragment
    except ValueError:
        return ""
