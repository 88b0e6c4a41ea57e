"""All data of the archive about one article: its facts, versions, copies, edits and retractions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.vectorstore.archive import Archive, Copy, Edit, Retraction, copies_of, edits_of, origin_of, retractions_of, standing
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article


@dataclass(frozen=True)
class Record:
    """One version of an article. `latest` is the number of the newest version. `origin` is the earliest of the article and its copies."""

    article: Article
    latest: int
    copies: Sequence[Copy]
    origin: Article
    retractions: Sequence[Retraction]
    edits: Sequence[Edit]  # also undone ones, the oldest first

    @property
    def retraction(self) -> Retraction | None:
        """The retraction that is in force, if any."""
        return standing(list(self.retractions))

    def as_json(self) -> dict[str, Any]:
        copies = [{"article_id": c.article.article_id, "share": c.share, **source_facts(c.article)} for c in self.copies]
        state = {"latest": self.latest, "copies": copies, "origin": self.origin.article_id, "retractions": [asdict(r) for r in self.retractions]}
        return asdict(self.article) | state | {"edits": [asdict(e) for e in self.edits]} | {"retracted": self.retraction.reason if self.retraction else None}


def source_facts(article: Article) -> dict[str, str | None]:
    return {"publisher": article.publisher, "published_at": article.published_at, "url": article.url}


def read_record(archive: Archive, article_id: str, version: int | None = None) -> Record:
    """The record of an article. Raises NotFound if there is no such article or version."""
    article = archive.article(article_id, version)
    latest = archive.article(article_id).version
    copies, origin = copies_of(archive, article_id), origin_of(archive, article_id)
    return Record(article, latest, copies, origin, retractions_of(archive, article_id), edits_of(archive, article_id))


def passage(text: str, start: int | None, end: int | None) -> str | None:
    """`text[start:end]` in code points, or None without a range.

    Raises:
        BadInput: only `start` or only `end` is given, or the range is outside the text.
    """
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise BadInput(f"invalid range: 0 ≤ start < end ≤ {len(text)}, the length of the text in code points")
    return text[start:end]
