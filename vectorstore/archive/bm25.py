"""BM25 as SQLite's FTS5 computes it, over candidates that another database has found: the same formula, parameters and order of operations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from onrecord.vectorstore.archive.tokens import tokens_of

K1, B = 1.2, 0.75  # fixed in FTS5
MIN_IDF = 1e-6  # of a word that more than half of the passages have; fixed in FTS5
PHRASE = re.compile(r'"((?:[^"]|"")*)"(\s*\*)?|(\w+)(\s*\*)?')
BODY_ONLY = re.compile(r"\s*body\s*:\s*\((.*)\)\s*", re.DOTALL)
BORDER = "\n"  # between the words of the headline and those of the passage


@dataclass(frozen=True)
class Phrase:
    """Consecutive words. `begins`: the last one is the beginning of a word."""

    words: tuple[str, ...]
    begins: bool

    def count_in(self, folded: str) -> int:
        """How often the phrase occurs in a text that `fold_words` wrote."""
        written = "".join(f" {w} " for w in self.words)
        return folded.count(written.rstrip() if self.begins else written)

    def tsquery(self, body_only: bool) -> str:
        label = "D" if body_only else ""  # the words of a headline have the label A, the others have D
        labels = [label] * (len(self.words) - 1) + [f"*{label}" if self.begins else label]
        return "(" + " <-> ".join(f"{quote(w)}:{mark}" if mark else quote(w) for w, mark in zip(self.words, labels, strict=True)) + ")"


@dataclass(frozen=True)
class WordQuery:
    """What an FTS5 query looks for: passages with any of the phrases."""

    phrases: tuple[Phrase, ...]
    body_only: bool

    def tsqueries(self) -> list[str]:
        """The phrases in the language of PostgreSQL."""
        return [p.tsquery(self.body_only) for p in self.phrases]

    def tsquery(self) -> str:
        return " | ".join(self.tsqueries())

    def scores(self, texts: Sequence[tuple[str, int]], counts: Sequence[int], total: int, words: int) -> list[float]:
        """The scores of passages.

        Args:
            texts: of each passage its words, as `fold_words` writes them, and their number.
            counts: for each phrase the number of passages that have it.
            total: the number of all passages in the index.
            words: the number of all their words.
        """
        weights = [idf if (idf := log((total - n + 0.5) / (n + 0.5))) > 0 else MIN_IDF for n in counts]
        average = words / total if total else 1.0
        return [self._score(folded.partition(BORDER)[2] if self.body_only else folded, 1 - B + B * size / average, weights) for folded, size in texts]

    def _score(self, folded: str, long: float, weights: Sequence[float]) -> float:
        score = 0.0
        for phrase, weight in zip(self.phrases, weights, strict=True):
            found = phrase.count_in(folded)
            score += weight * ((found * (K1 + 1.0)) / (found + K1 * long))
        return score


def read_query(fts_query: str) -> WordQuery:
    """Reads the FTS5 queries that this project writes: phrases in quotation marks, joined by OR, perhaps in `body : (…)`."""
    inside = BODY_ONLY.fullmatch(fts_query)
    found = [m for m in PHRASE.finditer(inside[1] if inside else fts_query) if m[3] != "OR"]
    phrases = (Phrase(tokens_of((m[1] or m[3] or "").replace('""', '"')), bool(m[2] or m[4])) for m in found)
    return WordQuery(tuple(p for p in phrases if p.words), inside is not None)


def fold_words(title: Sequence[str], body: Sequence[str]) -> str:
    """The words of a passage as one text, each between two spaces, so that a word is found by `count`."""
    return "".join(f" {w} " for w in title) + BORDER + "".join(f" {w} " for w in body)


def tsvector(title: Sequence[str], body: Sequence[str]) -> str:
    """The words of a passage in PostgreSQL's form. No phrase goes from the headline into the passage, because a place is left free between them."""
    places: dict[str, list[str]] = {}
    for at, word in enumerate(title, 1):
        places.setdefault(word, []).append(f"{at}A")
    for at, word in enumerate(body, len(title) + 2):
        places.setdefault(word, []).append(str(at))
    return " ".join(f"{quote(word)}:{','.join(at)}" for word, at in places.items())


def quote(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
