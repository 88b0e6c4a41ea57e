"""Independent sources: copies of one wire story count as one."""

import re
from collections.abc import Mapping, Sequence

from onrecord.vectorstore.archive import copied, story_shingles
from onrecord.vectorstore.model import Article

WIRE = re.compile(r"\(([^()\n]{2,40})\) ?[—–-]")  # "DRUVA, Feb 11 (Corvane Wire) — "
LEAD = 400  # characters in which a dateline names its agency


def independent_sources(articles: Sequence[Article], stories: Mapping[str, str]) -> int:
    """How many of the articles are not copies of one another or of a third, of one outlet or of one agency's wire.

    Args:
        stories: of each article, what the archive calls the story that its copies share (`onrecord.vectorstore.archive.copies.stories`).
    """
    groups: list[list[Article]] = []
    for article in articles:
        related = [g for g in groups if any(same_source(article, other, stories) for other in g)]
        groups = [g for g in groups if g not in related] + [[article, *(a for g in related for a in g)]]
    return len(groups)


def same_source(one: Article, other: Article, stories: Mapping[str, str]) -> bool:
    if one.article_id == other.article_id or (one.publisher and one.publisher == other.publisher):
        return True
    if stories.get(one.article_id, one.article_id) == stories.get(other.article_id, other.article_id):
        return True
    return bool(agencies(one) & agencies(other)) or copied(story_shingles(one.text), story_shingles(other.text)) > 0


def agencies(article: Article) -> set[str]:
    """The agency of its dateline, and its outlet: a paper's own copy of a wire story and the wire are one source."""
    named = {m[1].lower() for m in WIRE.finditer(article.text[:LEAD])}
    return named | ({article.publisher.lower()} if article.publisher else set())
