"""Chooses the sentences of a source that a claim is read with: cheap, by the words that they share with it."""

from collections import Counter
from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace
from math import fsum, log

from onrecord.assistant.reader.tuning import READER_TUNING as TUNING
from onrecord.vectorstore.words import meaning_words


def choose_for_claim(claim: str, sentences: Sequence[str], most: int = TUNING.claim_sentences, room: int = TUNING.claim_characters) -> list[int]:
    """Numbers of at most `most` sentences with `room` code points together, in text order. Each adds most to the claim's words that those before it have.

    A word that few sentences have weighs more. Where no sentence shares a word, the first one is chosen.
    """
    claimed = meaning_words(claim)
    held = [claimed & meaning_words(s) for s in sentences]
    frequency = Counter(w for words in held for w in words)
    weight = {w: log(1 + len(sentences) / n) for w, n in frequency.items()}
    covered: set[str] = set()

    def entry(i: int) -> tuple[float, int]:
        # fsum: the order of a set's words differs between processes, and must not decide between sentences that are alike
        return -fsum(weight[w] * (TUNING.repeated_word if w in covered else 1.0) for w in held[i]), i

    chosen: list[int] = []
    left = [entry(i) for i, words in enumerate(held) if words or i == 0]
    heapify(left)
    while left and len(chosen) < most:
        best = entry(left[0][1])
        if best > left[0]:
            heapreplace(left, best)  # it adds less by now; what the others add has not grown either, so only the first is counted again
            continue
        heappop(left)
        gain, i = best
        if chosen and (gain == 0 or len(sentences[i]) > room):
            continue
        chosen.append(i)
        covered |= held[i]
        room -= len(sentences[i])
    return sorted(chosen)


def sentences_around(claim: str, sentences: Sequence[str]) -> list[int]:
    """Numbers of the sentence that shares most with a claim and of those beside it, in text order."""
    best = choose_for_claim(claim, sentences, most=1)[0]
    return list(range(max(0, best - TUNING.sentences_beside), min(len(sentences), best + TUNING.sentences_beside + 1)))
