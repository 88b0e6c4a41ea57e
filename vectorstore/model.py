"""The data that rooms exchange: articles, passages and hits. Offsets are code points into the stored text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Removed:
    """A line that cleaning removed from an article, and the rule that removed it."""

    rule: str
    text: str


@dataclass(frozen=True)
class Article:
    """One version of one article. `text` is final: every offset in the project refers to it."""

    article_id: str
    text: str
    title: str
    version: int = 0  # 0 until the archive has numbered it
    url: str | None = None  # as the source gave it
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None  # ISO date or datetime; None where the source gives none
    date_source: str = "none"  # where the date was read: stated (beside the text or in its header), page, file name, none
    removed: tuple[Removed, ...] = ()
    canonical_url: str | None = None  # without tracking and AMP forms; identifies the article
    published_time: str | None = None  # ISO time, where the source gives more than the day
    updated_at: str | None = None  # ISO day or time
    language: str | None = None  # ISO 639-1; None where it is uncertain
    fact_sources: Mapping[str, str] = field(default_factory=dict, hash=False)  # name of a fact → where it was read
    corrections: Spans = ()  # notices of correction or update in the text
    broken_quotes: Spans = ()  # quotation marks without a partner: kept as printed, never repaired


@dataclass(frozen=True)
class Passage:
    """A run of whole sentences of one article version; `sentences` are absolute spans into its text."""

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
    """A passage found by a search. `found_by` has each ranking with the position in it; `score` is the weighted sum of `parts`."""

    passage: Passage
    article: Article
    score: float
    found_by: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        return self.article.text[self.passage.start : self.passage.end]
