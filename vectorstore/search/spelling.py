"""Finds the word of the archive that a misspelt word of a question means: "Stanhlem" is "Stanhelm"."""

import re

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from onrecord.vectorstore.archive import fold
from onrecord.vectorstore.search.search import search_terms
from onrecord.vectorstore.store import Store
from onrecord.vectorstore.words import WORD, common_words, stem

MIN_LETTERS = 5  # a shorter word is one letter away from too many others
LONG_WORD = 10  # letters from which two typing errors may be in a word
ENDING = re.compile(r"[ei]$")  # of a stem, which depends on the letters before it


def correct_spelling(store: Store, text: str) -> dict[str, str]:
    """The words of a text that no passage has, each with the word of the archive that it nearly is. Ordinary English words are left alone.

    One letter may be wrong, missing, extra or exchanged with the next, two in a long word; the first letter is right.
    """
    unknown = [w for w, n in store.archive.document_frequency(search_terms(text)).items() if n == 0 and len(w) >= MIN_LETTERS and w.isalpha()]
    found = {w: near for w in unknown if fold(w) not in common_words() and (near := nearest_word(store, w))}
    return {w: found[w.lower()] for w in WORD.findall(text) if w.lower() in found}


def nearest_word(store: Store, word: str) -> str | None:
    wanted = ENDING.sub("", fold(stem(word)))
    errors = 2 if len(word) >= LONG_WORD else 1
    terms = store.archive.words_like(wanted[:1], len(wanted) - errors, len(wanted) + errors + 1)  # with the ending, which is one letter
    near = process.extract(wanted, terms, scorer=DamerauLevenshtein.distance, score_cutoff=errors + 1, limit=None)
    distances = {term: DamerauLevenshtein.distance(wanted, ENDING.sub("", term)) for term, _, _ in near}
    found_in = store.archive.passages_with(term for term, distance in distances.items() if distance <= errors)
    best = min(((distances[term], -count, term) for term, count in found_in.items() if count), default=None)
    written = written_form(store, best[2]) if best else None
    return written if written and DamerauLevenshtein.distance(fold(word), fold(written)) <= errors else None


def written_form(store: Store, term: str) -> str | None:
    """The word as an article writes it. Args: term: an indexed word, which is a stem without accents."""
    words = WORD.findall(store.archive.body_with(term))
    return next((w for w in words if fold(stem(w)) == term or fold(w) == term), None)
