"""The data that rooms exchange: articles, passages and hits. Offsets are code points into the stored text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Removed:
    """A text of the source that is no part of the stored article, and the rule or reason why. Hidden text is given by its length."""

    rule: str
    text: str


@dataclass(frozen=True)
class Article:
    """One version of one article. `text` never changes: every offset in the project refers to it."""

    article_id: str
    text: str
    title: str
    version: int = 0  # 0 until the archive gives it a number
    url: str | None = None  # as the source gave it
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None  # ISO date or datetime; None if the source gives none
    date_source: str = "none"  # place where the date was read: stated (beside the text or in its header), page, file name, address, text (its dateline or first lines), none
    removed: tuple[Removed, ...] = ()
    canonical_url: str | None = None  # URL without tracking parameters and AMP forms; identifies the article
    published_time: str | None = None  # ISO time, if the source gives more than the day
    updated_at: str | None = None  # ISO day or time
    language: str | None = None  # ISO 639-1; None if it is uncertain
    fact_sources: Mapping[str, str] = field(default_factory=dict, hash=False)  # name of a fact → place where it was read
    corrections: Spans = ()  # notices of correction or update in the text
    broken_quotes: Spans = ()  # quotation marks without a partner; they are kept as printed and never repaired


@dataclass(frozen=True)
class Passage:
    """Consecutive complete sentences of one article version. `sentences` are absolute spans in the article's text."""

    passage_id: str
    article_id: str
    version: int
    start: int
    end: int
    sentences: Spans


@dataclass(frozen=True)
class FoundPassage:
    """A passage with the facts that ranking needs, without its article."""

    passage: Passage
    title: str
    body: str
    published_at: str | None


@dataclass(frozen=True)
class Hit:
    """A passage found by a search. `found_by` has the passage's position in each ranking. `score` is the weighted sum of `parts`."""

    passage: Passage
    article: Article
    score: float
    found_by: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        return self.article.text[self.passage.start : self.passage.end]
