"""Finds the articles that an excerpt was copied from.

The full-text index gives candidates that have phrases of the excerpt. Then the texts of the candidates are compared word by word. White
space, quotation marks, dashes and case are ignored, and the first and last word may be incomplete. If no article has exactly these words,
an article that has most of them close together is found: so a few typing errors do no harm.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article, Passage

WORD = re.compile(r"\w+")
MIN_WORDS = 4  # words that an excerpt needs; fewer words occur in too many articles
PHRASE_WORDS = 4
MAX_PHRASES = 5  # phrases that are looked up: those with the longest words
MAX_CANDIDATES = 40  # passages
SHINGLE_WORDS = 3
MIN_NEAR_WORDS = 10  # a shorter excerpt must match exactly
MIN_NEAR_SHARE = 0.6  # share of the excerpt's shingles that an article must have close together; four typing errors in 33 words leave .61
MAX_STRETCH = 1.3  # longest stretch of text in which "close together" counts, in lengths of the excerpt


@dataclass(frozen=True)
class Origin:
    """The place of an excerpt, `article.text[start:end]`. `score` is 1 for exactly these words, otherwise the share of shingles found."""

    article: Article
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


def find_excerpt(archive: Archive, excerpt: str) -> list[Origin]:
    """The places of an excerpt in articles. The earliest article comes first, undated ones come last.

    Raises:
        BadInput: the excerpt is shorter than four words.
    """
    words = words_of(excerpt)
    if len(words) < MIN_WORDS:
        raise BadInput(f"the excerpt has {len(words)} words; give at least {MIN_WORDS}, or better one or two sentences")
    articles = find_candidates(archive, words)
    exact = [o for a in articles if (o := exact_place(a, words))]
    found = exact or [o for a in articles if len(words) >= MIN_NEAR_WORDS and (o := near_place(a, words))]
    best = max((o.score for o in found), default=0.0)
    return sorted((o for o in found if o.score == best), key=lambda o: (o.article.published_at is None, o.article.published_at or "", o.article.article_id))


def find_candidates(archive: Archive, words: Sequence[str]) -> list[Article]:
    ids = [i for i, _ in archive.match(phrase_query(words), MAX_CANDIDATES)]
    passages = archive.passages(ids)
    return list(archive.articles((p.article_id, p.version) for p in passages.values()).values())


def phrase_query(words: Sequence[str]) -> str:
    """An FTS5 query for some phrases of the excerpt; a passage with one of them matches. The first and last word may be incomplete and are left out."""
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
    best = (0, 0, 0)  # number of different shingles, then the negated end and start: a shorter, earlier stretch is better
    for n, first in enumerate(at):
        close = at[n : bisect_right(at, first + int(MAX_STRETCH * len(words)))]
        best = max(best, (len({there[i] for i in close}), -close[-1], -first))
    share, last, first = best[0] / len(wanted), -best[1], -best[2]
    if share < MIN_NEAR_SHARE:
        return None
    return Origin(article, spans[first][0], spans[min(last + SHINGLE_WORDS, len(spans)) - 1][1], round(share, 4))


def passage_of(archive: Archive, origin: Origin) -> Passage | None:
    """The current passage that has the largest part of the excerpt."""

    def overlap(p: Passage) -> int:
        return min(p.end, origin.end) - max(p.start, origin.start)

    best = max(archive.passages_of(origin.article), key=overlap, default=None)
    return best if best and overlap(best) > 0 else None


def words_of(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


def shingles(words: Sequence[str], size: int = SHINGLE_WORDS) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
