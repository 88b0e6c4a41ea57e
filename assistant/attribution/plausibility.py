"""Which attributions are too doubtful to report: "a bill that would seek tolls" tells of nobody's words.

Each mark counts for itself in no case: people do want things, and words are given in relative clauses. Where
several meet, the article most often speaks of what somebody does. Marks are weighed in halves of a plain one.
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
# These tell of an act as often as of words: an offer is made, a plan is unveiled.
ACTS = {"offer", "unveil", "post", "promote", "accept", "allow", "vote", "challenge", "seek", "sign", "block", "focus", "cast", "appeal", "invoke", "echo", "issue", "see", "know",
        "look", "answer", "repeat", "highlight", "underscore", "tout", "favor", "view", "recognize", "go", "shrug_off", "discuss"}
ATTITUDES = {"supports", "opposes", "wants"}
NO_SUBJECT_OF_SPEECH = {"nsubjpass", "appos", "attr", "conj", "csubj"}


class Doubts:
    """Of one article."""

    def __init__(self, doc: Doc, quotes: list[Span]):
        self.doc, self.quotes = doc, quotes
        self.starts = [t.idx for t in doc]

    def concern(self, found: Found) -> bool:
        if found.cue is None or found.speaker is None or self._is_quoted(found.content):
            return False
        cue, speaker = self._at(found.cue), found.speaker.head
        marks = _of_cue(found.lemma, found.stance, cue) + _of_speaker(speaker) + _of_place(cue)
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


def _of_cue(lemma: str | None, stance: str, cue: Token) -> int:
    marks = _of_stance(stance) + TUNING.act * (lemma in ACTS) + TUNING.nonfinite_cue * (cue.tag_ in ("VB", "VBN"))
    return marks + TUNING.defining_attitude * (stance in ATTITUDES and _tells_which(cue))


def _of_stance(stance: str) -> int:
    if stance in OF_SPEECH:
        return TUNING.speech_stance
    return TUNING.judgement_stance if stance in OF_JUDGEMENT else TUNING.will_stances.get(stance, TUNING.other_stance)


def _tells_which(cue: Token) -> bool:
    """ "voters who support the mayor" says who they are, not what they said; Roe, who supports him, is known without it."""
    return cue.dep_ in ("relcl", "acl") and cue.head.pos_ != "PROPN"


def _of_speaker(head: Token) -> int:
    elsewhere = TUNING.not_a_subject * (head.dep_ in NO_SUBJECT_OF_SPEECH)
    if head.lower_ in IMPERSONAL or head.pos_ == "VERB":
        return elsewhere + TUNING.speaks_for_nobody
    return elsewhere + (0 if head.ent_type_ == "PERSON" or head.lower_ in PERSONAL else TUNING.not_a_person)


def _of_place(cue: Token) -> int:
    if cue.pos_ != "VERB":
        return 0
    asked = cue.sent[-1].text == "?"
    future = any(c.dep_ == "aux" and c.lower_ == "will" for c in cue.children)
    return TUNING.subordinate.get(cue.dep_, 0) + TUNING.in_question * asked + TUNING.future_cue * future
