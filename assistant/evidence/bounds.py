"""Where the excerpt around a sentence begins and ends, so that it can be read alone.

It begins behind a dateline, it cuts no quotation and ends with none that only opens, and a sentence that begins with a pronoun comes with the one before it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.assistant.attribution import DATELINE, DAY, Span, Statement, overlapping, quotations
from onrecord.assistant.evidence.model import Sentence
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import POSSESSIVE, PRONOUNS

REFERS_BACK = (PRONOUNS | set(POSSESSIVE) | {"this", "these", "those", "such", "both", "neither"}) - {"i", "we", "my", "our", "who"}
# Openings that mean something in the sentence before: "For this reason, he was not granted bail", "The other three drugs were …".
REFERRING = re.compile(
    r"^(?:for (?:this|that|these|those) reasons?|as a (?:result|consequence)|because of (?:this|that)|in (?:response|return)|instead"
    r"|the (?:others?|rest|latter|former|same|second|third|two|three|four)|others|another)\b(?! (?:of|in)\b)",
    re.IGNORECASE,
)

LONE_OPENING = re.compile(r"\s+[\"“‘«„]$")  # of a quotation that follows, or that the article lost

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
    text = sentence.hit.article.text
    if opening := LONE_OPENING.search(text[span.start : span.end]):
        span = Span(span.start, span.start + opening.start())
    dateline = DATELINE.match(text, span.start)
    if dateline and dateline.end() < span.end and not re.search(r" [—–-] ", text[dateline.end() : span.end]):  # a second dash closes an aside
        span = Span(dateline.end(), span.end)
    return span


def with_whole_quotations(sentence: Sentence, span: Span, _: Sequence[Statement]) -> Span:
    quotes = find_quotations(sentence.hit.article.text)
    while cut := [q for q in overlapping(quotes, span) if not span.holds(q)]:
        ends = [(s, e) for q in cut for s, e in sentence.hit.passage.sentences if s < q.end and q.start < e]
        span = Span(min(span.start, *(q.start for q in cut), *(s for s, _ in ends)), max(span.end, *(q.end for q in cut), *(e for _, e in ends)))
    return span


def whole_quotations(text: str, span: Span) -> Span:
    """The span with the rest of a quotation that it cuts. One that lies within a quotation cuts none."""
    cut = [q for q in overlapping(find_quotations(text), span) if not (span.holds(q) or q.holds(span))]
    return Span(min([span.start, *(q.start for q in cut)]), max([span.end, *(q.end for q in cut)]))


def cuts_quotation(text: str, span: Span) -> bool:
    return whole_quotations(text, span) != span


def with_referent(sentence: Sentence, span: Span, statements: Sequence[Statement]) -> Span:
    """The span with the sentences before it, while it begins with a pronoun, or says only "he said". Nobody's words are joined with what stands before them or after."""
    text, passage = sentence.hit.article.text, sentence.hit.passage
    starts = [s for s, _ in passage.sentences]
    if any(names_head(s, span, text) for s in statements):
        return span
    longer = span
    for _ in range(TUNING.sentences_before):
        needs_more = refers_back(text[longer.start : longer.end]) or (longer == span and has_nameless_speaker(span, statements, text))
        if not needs_more or longer.start not in starts[1:]:
            break
        before = starts[starts.index(longer.start) - 1]
        if "\n" in text[before : longer.start]:
            break
        longer = Span(before, longer.end)
    foreign = (s for s in statements if s.content.start < longer.end and longer.start < s.content.end and s.speaker and not longer.holds(s.speaker))
    cut = (q for q in overlapping(find_quotations(text), longer) if not longer.holds(q))
    return span if any(foreign) or any(cut) else longer


def has_nameless_speaker(span: Span, statements: Sequence[Statement], text: str) -> bool:
    """Whether somebody speaks in the span who is only "he" or "she", and whose name the article does not settle."""
    speakers = [s for s in statements if s.speaker and span.holds(s.speaker) and s.content.start < span.end and span.start < s.content.end]
    pronouns = [s for s in speakers if s.speaker and text[s.speaker.start : s.speaker.end].lower() in PRONOUNS]
    return bool(pronouns) and len(pronouns) == len(speakers) and not any(s.speaker_name and s.speaker_name.lower() not in PRONOUNS for s in pronouns)


def names_head(statement: Statement, span: Span, text: str) -> bool:
    """Whether the pronoun at the head of the span is the speaker, whose name is known and will be inserted."""
    speaker = statement.speaker
    owned = speaker and first_word(text[speaker.start : speaker.end]) in POSSESSIVE  # "Its chief clerk, Omar Roe": nothing is inserted there
    return bool(speaker and speaker.start == span.start and statement.speaker_name and statement.speaker_name.lower() not in PRONOUNS and not owned)


def is_source_line(text: str) -> bool:
    """Whether a line only says where and when the article appeared: "DRUVA, May 4", "Tarnsund Courier, Wednesday, May 20, 2026."."""
    rest, days = re.subn(DAY, "", text)
    return days > 0 and not any(c.isdigit() or c == ":" for c in rest) and all(word[0].isupper() for word in re.findall(r"[^\W_]+", rest))


def refers_back(text: str) -> bool:
    """Whether a sentence begins with words that mean something in the sentence before it."""
    return first_word(text) in REFERS_BACK or bool(REFERRING.match(text))


def first_word(text: str) -> str:
    word = re.match(r"[“\"'‘(]*(\w+)", text)
    return word[1].lower() if word else ""
