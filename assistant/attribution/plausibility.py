"""Finds attributions that are too doubtful to report: "a bill that would seek tolls" does not report anybody's words.

One mark of doubt alone is not enough: people do want things, and a relative clause can report words. But with
several marks, the article usually describes an act.
"""

from bisect import bisect_left

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution.model import Found, Span
from onrecord.assistant.attribution.quotation_spans import overlapping
from onrecord.assistant.attribution.tree import token_span
from onrecord.assistant.attribution.tuning import ATTRIBUTION_TUNING as TUNING
from onrecord.assistant.language import IMPERSONAL, PERSONAL

OF_SPEECH = {"says", "claims", "asks"}
OF_JUDGEMENT = {"praises", "denies", "opposes", "warns", "confirms", "accuses"}
# These verbs often mean an act and not words: somebody makes an offer or unveils a plan.
ACTS = {"offer", "unveil", "post", "promote", "accept", "allow", "challenge", "seek", "sign", "block", "focus", "cast", "appeal", "invoke", "echo", "issue", "see", "know",
        "look", "answer", "repeat", "highlight", "underscore", "tout", "favor", "view", "recognize", "go", "shrug off", "discuss"}
ATTITUDES = {"supports", "opposes", "wants"}
NO_SUBJECT_OF_SPEECH = {"nsubjpass", "appos", "attr", "conj", "csubj"}


class DoubtMarks:
    """Counts the marks of doubt for the attributions of one article."""

    def __init__(self, doc: Doc, quotes: list[Span]):
        self.doc, self.quotes = doc, quotes
        self.starts = [t.idx for t in doc]

    def reject(self, found: Found) -> bool:
        if found.cue is None or found.speaker is None or self._is_quoted(found.content):
            return False
        cue, speaker = self._at(found.cue), found.speaker.head
        marks = _cue_marks(found.lemma, found.stance, cue) + _speaker_marks(speaker) + _position_marks(cue)
        marks += TUNING.distant_speaker * (speaker.head != cue) + TUNING.not_a_clause * (not self._is_clause(found.content))
        marks += TUNING.content_in_front * (found.content < found.cue)
        return marks >= TUNING.min_marks

    def _is_quoted(self, content: Span) -> bool:
        return bool(overlapping(self.quotes, content))

    def _at(self, span: Span) -> Token:
        return self.doc[bisect_left(self.starts, span.start)]

    def _is_clause(self, content: Span) -> bool:
        inside = self.doc[bisect_left(self.starts, content.start) : bisect_left(self.starts, content.end)]
        head = next((t for t in inside if t.head == t or not content.holds(token_span(t.head))), None)
        return head is not None and head.pos_ in ("VERB", "AUX")


def _cue_marks(lemma: str | None, stance: str, cue: Token) -> int:
    marks = _stance_marks(stance) + TUNING.act * (lemma in ACTS) + TUNING.nonfinite_cue * (cue.tag_ in ("VB", "VBN"))
    return marks + TUNING.defining_attitude * (stance in ATTITUDES and _is_defining_clause(cue))


def _stance_marks(stance: str) -> int:
    if stance in OF_SPEECH:
        return TUNING.speech_stance
    return TUNING.judgement_stance if stance in OF_JUDGEMENT else TUNING.further_stances.get(stance, TUNING.other_stance)


def _is_defining_clause(cue: Token) -> bool:
    """ "voters who support the mayor" defines the voters and reports no words. After a proper name ("Roe, who supports him"), a clause defines nobody."""
    return cue.dep_ in ("relcl", "acl") and cue.head.pos_ != "PROPN"


def _speaker_marks(head: Token) -> int:
    elsewhere = TUNING.not_a_subject * (head.dep_ in NO_SUBJECT_OF_SPEECH)
    if head.lower_ in IMPERSONAL or head.pos_ == "VERB":
        return elsewhere + TUNING.speaks_for_nobody
    return elsewhere + (0 if head.ent_type_ == "PERSON" or head.lower_ in PERSONAL else TUNING.not_a_person)


def _position_marks(cue: Token) -> int:
    if cue.pos_ != "VERB":
        return 0
    asked = cue.sent[-1].text == "?"
    future = any(c.dep_ == "aux" and c.lower_ == "will" for c in cue.children)
    return TUNING.subordinate.get(cue.dep_, 0) + TUNING.in_question * asked + TUNING.future_cue * future
