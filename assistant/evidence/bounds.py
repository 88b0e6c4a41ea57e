"""Where the excerpt around a sentence begins and ends, so that it can be read alone.

It begins behind a dateline, it cuts no quotation, and a sentence that begins with a pronoun comes with the one before it.
"""

from collections.abc import Sequence
from functools import lru_cache

from onrecord.assistant.attribution import DATELINE, Span, Statement, overlapping, quotations
from onrecord.assistant.evidence.model import Sentence
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import POSSESSIVE, PRONOUNS

REFERS_BACK = (PRONOUNS | set(POSSESSIVE) | {"this", "these", "those", "such", "both", "neither"}) - {"i", "we", "my", "our", "who"}

find_quotations = lru_cache(maxsize=256)(quotations)


def excerpt_bounds(sentence: Sentence, statements: Sequence[Statement]) -> Span:
    """The span of the excerpt in its article. An extension that would make it longer than `max_excerpt` is left out.

    Args:
        statements: those of the article.
    """
    span = Span(sentence.start, sentence.end)
    for extend in (with_whole_quotations, with_referent):
        longer = extend(sentence, span, statements)
        if longer.end - longer.start <= TUNING.max_excerpt:
            span = longer
    dateline = DATELINE.match(sentence.hit.article.text, span.start)
    return Span(dateline.end(), span.end) if dateline and dateline.end() < span.end else span


def with_whole_quotations(sentence: Sentence, span: Span, _: Sequence[Statement]) -> Span:
    for quote in overlapping(find_quotations(sentence.hit.article.text), span):
        touched = [s for s in sentence.hit.passage.sentences if s[0] < quote.end and quote.start < s[1]]
        span = Span(min(span.start, quote.start, *(s for s, _ in touched)), max(span.end, quote.end, *(e for _, e in touched)))
    return span


def with_referent(sentence: Sentence, span: Span, statements: Sequence[Statement]) -> Span:
    """The span with the sentences before it, while it begins with a pronoun. A speaker's words are not joined with what stands before them."""
    text, passage = sentence.hit.article.text, sentence.hit.passage
    starts = [s for s, _ in passage.sentences]
    own = [s for s in statements if s.content.start < span.end and span.start < s.content.end]
    if any((s.speaker and not span.holds(s.speaker)) or names_head(s, span) for s in own):
        return span
    for _ in range(TUNING.sentences_before):
        if first_word(text[span.start : span.end]) not in REFERS_BACK or span.start not in starts[1:]:
            break
        before = starts[starts.index(span.start) - 1]
        if "\n" in text[before : span.start]:
            break
        span = Span(before, span.end)
    return span


def names_head(statement: Statement, span: Span) -> bool:
    """Whether the pronoun at the head of the span is the speaker, whose name is known and will be inserted."""
    speaker = statement.speaker
    return bool(speaker and speaker.start == span.start and statement.speaker_name and statement.speaker_name.lower() not in PRONOUNS)


def first_word(text: str) -> str:
    words = text.split(maxsplit=1)
    return words[0].strip("“\"'‘,").lower() if words else ""
