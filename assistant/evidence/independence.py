"""Counts independent sources: copies of one wire story count as one."""

import re
from collections.abc import Mapping, Sequence

from onrecord.vectorstore.archive import copied, story_shingles
from onrecord.vectorstore.model import Article

WIRE = re.compile(r"\(([^()\n]{2,40})\) ?[—–-]")  # "DRUVA, Feb 11 (Corvane Wire) — "
MAX_DATELINE = 400  # code points at the start of an article that are searched for a dateline with an agency


def count_independent_sources(articles: Sequence[Article], stories: Mapping[str, str]) -> int:
    """The number of groups of articles. Copies of one story, articles of one outlet and articles of one agency are one group.

    Args:
        stories: the story id that an article shares with its copies, by article id (`onrecord.vectorstore.archive.stories`).
    """
    groups: list[list[Article]] = []
    for article in articles:
        related = [g for g in groups if any(is_same_source(article, other, stories) for other in g)]
        groups = [g for g in groups if g not in related] + [[article, *(a for g in related for a in g)]]
    return len(groups)


def is_same_source(one: Article, other: Article, stories: Mapping[str, str]) -> bool:
    if one.article_id == other.article_id or (one.publisher and one.publisher == other.publisher):
        return True
    if stories.get(one.article_id, one.article_id) == stories.get(other.article_id, other.article_id):
        return True
    return bool(outlets_of(one) & outlets_of(other)) or copied(story_shingles(one.text), story_shingles(other.text)) > 0


def outlets_of(article: Article) -> set[str]:
    """The agency in the article's dateline, and its outlet. A newspaper's copy of an agency's story and the agency are one source."""
    named = {m[1].lower() for m in WIRE.finditer(article.text[:MAX_DATELINE])}
    return named | ({article.publisher.lower()} if article.publisher else set())
