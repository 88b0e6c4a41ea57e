"""Chooses the sentences of a source that a claim is read with: cheap, by the words that they share with it."""

from collections import Counter
from collections.abc import Sequence
from math import fsum, log

from onrecord.assistant.reader.tuning import READER_TUNING as TUNING
from onrecord.vectorstore.words import meaning_words


def choose_for_claim(claim: str, sentences: Sequence[str]) -> list[int]:
    """Numbers of at most `claim_sentences` sentences, in text order. Each adds most to the claim's words that those before it have.

    A word that few sentences have weighs more. Where no sentence shares a word, the first one is chosen.
    """
    claimed = meaning_words(claim)
    held = [claimed & meaning_words(s) for s in sentences]
    frequency = Counter(w for words in held for w in words)
    weight = {w: log(1 + len(sentences) / n) for w, n in frequency.items()}
    chosen: list[int] = []
    covered: set[str] = set()
    room = TUNING.claim_characters
    left = list(range(len(sentences)))
    while left and len(chosen) < TUNING.claim_sentences:
        # fsum: the order of a set's words differs between processes, and must not decide between sentences that are alike
        gain = {i: fsum(weight[w] * (TUNING.repeated_word if w in covered else 1.0) for w in held[i]) for i in left}
        best = max(left, key=lambda i: (gain[i], -i))
        left.remove(best)
        if chosen and (gain[best] <= 0 or len(sentences[best]) > room):
            continue
        chosen.append(best)
        covered |= held[best]
        room -= len(sentences[best])
    return sorted(chosen)
