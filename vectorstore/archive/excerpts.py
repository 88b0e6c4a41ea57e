"""Finds the articles that an excerpt was copied from: candidates by phrases in the full-text index, then word by word in their texts.

White space, quotation marks, dashes and case are ignored, and the first and last word may be cut. Where no article has exactly these
words, one that has most of them close together counts: a few typos do no harm. Otherwise no article is found.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article, Passage

WORD = re.compile(r"\w+")
MIN_WORDS = 4  # of an excerpt; fewer are in too many articles
PHRASE_WORDS = 4
MAX_PHRASES = 5  # that are looked up, those with the longest words
MAX_CANDIDATES = 40  # passages
SHINGLE_WORDS = 3
MIN_NEAR_WORDS = 10  # a shorter excerpt must match exactly
MIN_NEAR_SHARE = 0.6  # of the excerpt's shingles that an article has close together; four typos in 33 words leave .61
MAX_STRETCH = 1.3  # length of the place that has them, in lengths of the excerpt


@dataclass(frozen=True)
class Origin:
    """The place of an excerpt, `article.text[start:end]`; `score` is 1 for exactly these words, else the share of shingles found."""

    article: Article
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def find_excerpt(archive: Archive, excerpt: str) -> list[Origin]:
    """The articles that have an excerpt, the earliest first and undated ones last.

    Raises:
        BadInput: the excerpt is shorter than four words.
    """
    words = words_of(excerpt)
    if len(words) < MIN_WORDS:
        raise BadInput(f"the excerpt has {len(words)} words; give at least {MIN_WORDS}, better a sentence or two")
    articles = candidates(archive, words)
    exact = [o for a in articles if (o := exact_place(a, words))]
    found = exact or [o for a in articles if len(words) >= MIN_NEAR_WORDS and (o := near_place(a, words))]
    best = max((o.score for o in found), default=0.0)
    return sorted((o for o in found if o.score == best), key=lambda o: (o.article.published_at is None, o.article.published_at or "", o.article.article_id))


def candidates(archive: Archive, words: Sequence[str]) -> list[Article]:
    ids = [i for i, _ in archive.match(phrase_query(words), MAX_CANDIDATES)]
    passages = archive.passages(ids)
    return list(archive.articles((p.article_id, p.version) for p in passages.values()).values())


def phrase_query(words: Sequence[str]) -> str:
    """An FTS5 query for any of some phrases of the excerpt. The first and last word, which may be cut, are left out."""
    inner = list(words[1:-1]) if len(words) > PHRASE_WORDS + 1 else list(words)
    phrases = [inner[at : at + PHRASE_WORDS] for at in range(0, max(1, len(inner) - PHRASE_WORDS + 1), PHRASE_WORDS)]
    longest = sorted(phrases, key=lambda p: -sum(map(len, p)))[:MAX_PHRASES]
    return " OR ".join('"' + " ".join(p) + '"' for p in longest)


def exact_place(article: Article, words: Sequence[str]) -> Origin | None:
    spans = [m.span() for m in WORD.finditer(article.text)]
    text = " ".join(article.text[s:e].lower() for s, e in spans)
    at = text.find(" ".join(words))
    if at < 0:
        return None
    first = text.count(" ", 0, at)
    return Origin(article, spans[first][0], spans[first + len(words) - 1][1], 1.0)


def near_place(article: Article, words: Sequence[str]) -> Origin | None:
    """The shortest place in the article with most of the excerpt's shingles."""
    wanted = set(shingles(words))
    spans = [m.span() for m in WORD.finditer(article.text)]
    there = shingles([article.text[s:e].lower() for s, e in spans])
    at = [i for i, shingle in enumerate(there) if shingle in wanted]
    most = (0, 0, 0)
    for n, first in enumerate(at):
        close = at[n : bisect_right(at, first + int(MAX_STRETCH * len(words)))]
        held = len({there[i] for i in close})
        most = max(most, (held, -close[-1], -first))
    share, last, first = most[0] / len(wanted), -most[1], -most[2]
    if share < MIN_NEAR_SHARE:
        return None
    return Origin(article, spans[first][0], spans[min(last + SHINGLE_WORDS, len(spans)) - 1][1], round(share, 4))


def passage_of(archive: Archive, origin: Origin) -> Passage | None:
    """The current passage that has most of the excerpt."""

    def shared(p: Passage) -> int:
        return min(p.end, origin.end) - max(p.start, origin.start)

    held = archive.passages_of(origin.article)
    best = max(held, key=shared, default=None)
    return best if best and shared(best) > 0 else None


def words_of(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


def shingles(words: Sequence[str], size: int = SHINGLE_WORDS) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
