"""The facts that travel between rooms: articles, passages and hits. Offsets are code points into the stored text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Removed:
    """Text that cleaning took out of an article, and the rule that did it."""

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
    date_source: str = "none"  # stated (beside the text or in its header), page, file name, none
    removed: tuple[Removed, ...] = ()
    canonical_url: str | None = None  # without tracking and AMP: what tells the article again
    published_time: str | None = None  # ISO, where the source gives more than the day
    updated_at: str | None = None  # ISO day or time
    language: str | None = None  # ISO 639-1; None where it is not told with certainty
    fact_sources: Mapping[str, str] = field(default_factory=dict, hash=False)  # fact to where it was read
    corrections: Spans = ()  # notices in the text that it was corrected or updated
    broken_quotes: Spans = ()  # quotation marks without their partner: kept as printed, never repaired


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
class Found:
    """A passage with what ranking it needs, short of its whole article."""

    passage: Passage
    title: str
    body: str
    published_at: str | None


@dataclass(frozen=True)
class Hit:
    """A passage found by a search. `found_by` names each ranking and the rank in it; `score` is the weighted sum of `parts`."""

    passage: Passage
    article: Article
    score: float
    found_by: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        return self.article.text[self.passage.start : self.passage.end]
