"""Finds out whether a claim is a verbatim copy of complete sentences. A part of a sentence is not enough, because the rest may reverse its meaning."""

from functools import lru_cache

from onrecord.assistant.language import CLOSING, OPENING


def is_whole_sentences(claim: str, source: str) -> bool:
    """Whether a claim is one or more complete sentences of the source, word for word."""
    claim = claim.strip()
    start = source.find(claim)
    if start < 0 or not claim:
        return False
    starts, ends = sentence_bounds(source)
    return start in starts and start + len(claim) in ends


@lru_cache(maxsize=256)
def sentence_bounds(source: str) -> tuple[frozenset[int], frozenset[int]]:
    """The offsets at which sentences start and end, with and without the quotation marks around a sentence."""
    from nupunkt import sent_spans

    starts, ends, at = set[int](), set[int](), 0
    for line in source.splitlines(keepends=True):
        for s, e in sent_spans(line) if line.strip() else ():
            text = line[s:e]
            first, last = at + s + len(text) - len(text.lstrip()), at + s + len(text.rstrip())
            inner = text.strip()
            starts |= {first, first + len(inner) - len(inner.lstrip(OPENING))}
            ends |= {last, last - (len(inner) - len(inner.rstrip(CLOSING)))}
        at += len(line)
    return frozenset(starts), frozenset(ends)
