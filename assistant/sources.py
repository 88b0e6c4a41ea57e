"""Independent sources: copies of one wire story count as one."""

import re
from collections.abc import Sequence

from assistant.words import stem
from vectorstore.records import Article

SHINGLE = 5  # words
COPIED = 0.5  # share of the shorter article's shingles found in the other
WIRE = re.compile(r"\(([^()\n]{2,40})\) ?[—–-]")  # "DRUVA, Feb 11 (Corvane Wire) — "
WORD = re.compile(r"\w+")
LEAD = 400  # characters in which a dateline names its agency


def independent_sources(articles: Sequence[Article]) -> int:
    """How many of the articles are not copies of one another, of one outlet or of one agency's wire."""
    groups: list[list[Article]] = []
    for article in articles:
        related = [g for g in groups if any(same_source(article, other) for other in g)]
        groups = [g for g in groups if g not in related] + [[article, *(a for g in related for a in g)]]
    return len(groups)


def same_source(one: Article, other: Article) -> bool:
    if one.article_id == other.article_id or (one.publisher and one.publisher == other.publisher):
        return True
    return bool(agencies(one) & agencies(other)) or copied(one.text, other.text)


def agencies(article: Article) -> set[str]:
    """The agency of its dateline, and its outlet: a paper's own copy of a wire story and the wire are one source."""
    named = {m[1].lower() for m in WIRE.finditer(article.text[:LEAD])}
    return named | ({article.publisher.lower()} if article.publisher else set())


def copied(one: str, other: str) -> bool:
    a, b = shingles(one), shingles(other)
    return bool(a and b) and len(a & b) >= COPIED * min(len(a), len(b))


def shingles(text: str) -> set[tuple[str, ...]]:
    words = [stem(w) for w in WORD.findall(text)]
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
