"""Uses quotation marks to find the extent of a quotation, and the speaker of a quotation that has no cue."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution.content import stance_of
from onrecord.assistant.attribution.cues import verb_cue
from onrecord.assistant.attribution.model import Found, Span, Speaker
from onrecord.assistant.attribution.non_speakers import may_be_quoted
from onrecord.assistant.attribution.quotation_spans import overlapping
from onrecord.assistant.attribution.speakers import speaker_of_verb
from onrecord.assistant.attribution.tree import token_span
from onrecord.assistant.attribution.tuning import ATTRIBUTION_TUNING as TUNING
from onrecord.assistant.attribution.unspoken import is_asked, says_nothing

PARAGRAPH_BREAK = re.compile(r"\n+")
SENTENCE_END = ".!?”\"'"
CLOSING = "”\"'’` "


def fit_to_quotations(found: Found, quotes: list[Span]) -> Found:
    """The attribution with its content extended to the end of a quotation. If a quotation contains the cue, the content is cut to it."""
    content = found.content
    for quote in overlapping(quotes, content):
        if found.cue is not None and quote.holds(found.cue):
            content = Span(max(content.start, quote.start), min(content.end, quote.end))
        elif quote.start < content.start or content.end < quote.end:
            content = content.joined(quote)
    return replace(found, content=content)


class QuotedSpeech:
    """Attributes quotations that no construction has attributed. The speaker is the one beside or before the quotation."""

    def __init__(self, doc: Doc, quotes: list[Span], found: list[Found]):
        self.doc, self.text, self.quotes = doc, doc.text, quotes
        self.starts = [t.idx for t in doc]
        self.claimed = {q for f in found for q in overlapping(quotes, f.content) if _claims(f, q)}
        self.spoken = sorted((f for f in found if f.cue and not self._in_quote(f.cue)), key=_end_of)

    def attribute(self) -> Iterator[Found]:
        for quote in self.quotes:
            new = None if quote in self.claimed or self._is_title(quote) else self._beside(quote) or self._going_on(quote) or self._around(quote)
            if new is not None:
                insort(self.spoken, new, key=_end_of)
                yield new

    def _beside(self, quote: Span) -> Found | None:
        """ "…," said X; X said, "…"; X said: "…"."""
        after = self.text[quote.start : quote.end].rstrip(CLOSING)[-1:] in (",", "?", "!") or self.text[quote.end : quote.end + 1] == ","
        before = self.text[max(0, quote.start - 3) : quote.start].rstrip()[-1:] in (",", ":")
        verb = (self._speech_verb(self._tokens_after(quote)) if after else None) or (self._speech_verb(self._tokens_before(quote)) if before else None)
        return self._said_by(verb, quote) if verb is not None else None

    def _going_on(self, quote: Span) -> Found | None:
        """ "…," she said. "…": a quotation at the start of the next sentence has the same speaker.

        A paragraph that is a quotation, after a paragraph that ends with her quotation, has the same speaker too.
        """
        last = self._last_quoted_before(quote) or self._last_before(quote)
        if last is None or last.cue is None or last.stance == "withholds" or self.text[max(0, quote.start - 3) : quote.start].rstrip()[-1:] not in SENTENCE_END:
            return None
        between = self.text[max(last.cue.end, last.content.end) : quote.start]
        if "\n" in between:
            return replace(last, content=quote) if self._fills_next_paragraph(between, quote) and self._is_quote(last.content) else None
        if self._sentence_ends(max(last.cue.start, last.content.end - 1), quote.start) > 1:
            return None
        return replace(last, content=quote)

    def _around(self, quote: Span) -> Found | None:
        """The subject of the sentence is the speaker of a quotation without a cue: "Roe wanted it “as soon as the dam is dry enough”"."""
        if len(self._words(quote)) < TUNING.min_uncued_words:
            return None
        verbs = self._verbs_around(quote)
        if any(says_nothing(v) or is_asked(v) for v in verbs) and not self._follows_colon(quote):
            return None
        speaker = self._subject_around(quote, verbs) or self._subject_before_colon(quote) or self._speaking_on(quote)
        return Found(quote, speaker, None, None, "says") if speaker is not None else None

    def _follows_colon(self, quote: Span) -> bool:
        return self.text[max(0, quote.start - 3) : quote.start].rstrip()[-1:] == ":"

    def _verbs_around(self, quote: Span) -> list[Token]:
        """The verbs outside the quotation on which its words depend, the nearest first."""
        heads = [t.head for t in self._tokens(quote) if not quote.holds(token_span(t.head))]
        verbs = (a for head in heads for a in (head, *head.ancestors) if a.pos_ in ("VERB", "AUX"))
        return [v for v in dict.fromkeys(verbs) if not quote.holds(token_span(v))]

    def _subject_around(self, quote: Span, verbs: list[Token]) -> Speaker | None:
        speakers = (speaker_of_verb(v) for v in verbs)
        nearest = next((s for s in speakers if s is not None and not quote.overlap(s.span)), None)
        return nearest if nearest is not None and may_be_quoted(nearest.head) else None

    def _subject_before_colon(self, quote: Span) -> Speaker | None:
        """ "Roe issued this statement:" and the quotation in the next line."""
        before = [t for t in self._tokens_before(quote) if not t.is_space]
        if not before or before[0].text != ":":
            return None
        verbs = (t for t in before if t.sent == before[0].sent and t.pos_ in ("VERB", "AUX"))
        return next((speaker for verb in verbs if (speaker := speaker_of_verb(verb)) is not None), None)

    def _speaking_on(self, quote: Span) -> Speaker | None:
        """The last speaker, if the quotation is in the same paragraph or begins the next one."""
        last = self._last_before(quote)
        if last is None:
            return None
        breaks = PARAGRAPH_BREAK.findall(self.text, _end_of(last), quote.start)
        begins = self.text[max(0, quote.start - 1) : quote.start] == "\n"
        return last.speaker if not breaks or (len(breaks) == 1 and begins) else None

    def _words(self, quote: Span) -> list[str]:
        return self.text[quote.start + 1 : quote.end - 1].split()

    def _is_title(self, quote: Span) -> bool:
        """ "on “The Morning Tide,” Roe said": the quotation marks enclose a title and not somebody's words."""
        words = self._words(quote)
        if self.text[max(0, quote.start - 2) : quote.start] in (", ", ": ") and self.text[quote.end - 2 : quote.end - 1] in ".?!":
            return False
        return len(words) <= TUNING.max_title_words and sum(w[:1].isupper() for w in words) >= TUNING.min_title_capitals * len(words)

    def _fills_next_paragraph(self, between: str, quote: Span) -> bool:
        return not between.strip(CLOSING + ".\n") and self.text[quote.end : quote.end + 1] in ("", "\n")

    def _is_quote(self, content: Span) -> bool:
        return bool(overlapping(self.quotes, content))

    def _last_before(self, quote: Span) -> Found | None:
        """The last attribution before the quotation. If it is in somebody's words ("said he was willing"), that somebody's."""
        i = bisect_right(self.spoken, quote.start, key=_end_of)
        recent = self.spoken[max(0, i - TUNING.recent_statements) : i]
        last = recent[-1] if recent else None
        return next((f for f in recent if last is not None and last.cue is not None and f.content.holds(last.cue)), last)

    def _last_quoted_before(self, quote: Span) -> Found | None:
        """ "“…,” she said to those who had come out. “…”": the quotation in the sentence before, even if that sentence reports other things too."""
        i = bisect_right(self.spoken, quote.start, key=_end_of)
        recent = (f for f in reversed(self.spoken[max(0, i - TUNING.recent_statements) : i]) if f.cue and self._is_quote(f.content))
        return next((f for f in recent if self._sentence_ends(max(f.cue.start if f.cue else 0, f.content.end - 1), quote.start) <= 1), None)

    def _in_quote(self, span: Span) -> bool:
        return any(q.holds(span) for q in overlapping(self.quotes, span))

    def _sentence_ends(self, start: int, end: int) -> int:
        tokens = self.doc[bisect_left(self.starts, start) : bisect_left(self.starts, end) + 1]
        return sum(bool(t.is_sent_start) for t in tokens)

    def _tokens(self, span: Span) -> list[Token]:
        return list(self.doc[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)])

    def _tokens_after(self, quote: Span) -> list[Token]:
        i = bisect_left(self.starts, quote.end)
        return list(self.doc[i : i + TUNING.max_cue_distance])

    def _tokens_before(self, quote: Span) -> list[Token]:
        i = bisect_left(self.starts, quote.start)
        return list(self.doc[max(0, i - TUNING.max_cue_distance) : i])[::-1]

    def _speech_verb(self, tokens: list[Token]) -> Token | None:
        for token in tokens:
            if "\n" in token.text or token.text in ("“", '"', "”", ".", "''"):
                return None
            cue = verb_cue(token)
            if cue is not None and "that" in cue.frames and speaker_of_verb(token) is not None:
                return token
        return None

    def _said_by(self, verb: Token, quote: Span) -> Found:
        cue = verb_cue(verb)
        assert cue is not None
        return Found(quote, speaker_of_verb(verb), token_span(verb), cue.lemma, stance_of(verb, cue, "that"))


def _claims(found: Found, quote: Span) -> bool:
    """Whether at least half of the quotation is content of a cue outside it."""
    return found.content.overlap(quote) >= TUNING.min_claimed * (quote.end - quote.start) and not (found.cue and quote.holds(found.cue))


def _end_of(found: Found) -> int:
    return max(found.content.end, found.cue.end if found.cue else 0)
