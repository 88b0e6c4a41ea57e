"""Whether two sentences say the opposite of each other: one negates what the other states, or one word excludes the other."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from spacy.tokens import Token

from onrecord.assistant.attribution import Span, Statement
from onrecord.assistant.evidence.figures import are_close
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.evidence.voices import have_two_voices, is_same_voice
from onrecord.assistant.language import MAY_NEGATE, find_predicates, parse_sentence, say_opposites
from onrecord.assistant.question import Question
from onrecord.vectorstore.words import meaning_words, stem

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

NEGATED = re.compile(r"\b(?:not|never|no|nobody|no one|none|neither|nor|nothing|cannot)\b|n['’]t\b", re.IGNORECASE)
NOT_NEGATED = re.compile(r"\b(?:not only|not just|no (?:more|less|fewer|later|earlier|sooner) than|no doubt|not least)\b", re.IGNORECASE)
NO_NOUN = re.compile(r"\b(?:no|not one|not a single) (\w+)", re.IGNORECASE)
WITHOUT = re.compile(r"\bwithout ((?:[\w’'-]+ ?){1,3})", re.IGNORECASE)
# A sentence that answers the one before: "Stróżyk rejected the criticism", "Ritvel called this a fantasy", "Ferrante disputed that".
DISPUTES = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?|contradict(?:s|ed)?|refut(?:e|es|ed)) (?:(?:this|that|it)(?=\W*$|[.,;:!?”\"]| (?:and|in|on|but|as|when)\b)|the (?:claim|charge|report|figure|number|account|allegation|accusation|criticism)s?)\b"
    r"|\b(?:call(?:s|ed)|describ(?:es|ed)) (?:this|that|it|the (?:claim|charge|report|figure|number|account|allegation)s?) (?:as )?(?:an? )?(?:\w+ )?(?:fantasy|lie|invention|fabrication|nonsense|untrue|false|wrong|absurd|fiction|fairy tale|myth|rubbish)\b"
    r"|\bdisagree[sd]\b",
    re.IGNORECASE,
)


def are_opposite(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether two voices say the opposite of each other."""
    least = TUNING.min_near_answer if are_close(one, other) else TUNING.min_far_answer
    if not have_two_voices(one, other) or any(e.parts.get("sentence_read", least) < least for e in (one, other)):
        return False
    if opposed_answers(question, one, other):
        return True
    # Parsing is slow. It is not needed if the two share no word of the question, or if neither can negate anything.
    if not meaning_words(question.text) & meaning_words(one.text) & meaning_words(other.text) or not (MAY_NEGATE.search(one.text) or MAY_NEGATE.search(other.text)):
        return False
    return contradict(question, list(parse_sentence(one.text)), list(parse_sentence(other.text)))


def opposed_answers(question: Question, one: "Evidence", other: "Evidence") -> bool:
    """Whether two sentences that answer a yes-no question give opposite answers. Where the reader does not read, nothing is known of that."""
    if not question.asks_whether or any("sentence_read" not in e.parts for e in (one, other)):
        return False
    mine, theirs = content_of(one), content_of(other)
    asked, shared = meaning_words(question.text), meaning_words(mine) & meaning_words(theirs)
    if any(e.parts["sentence_read"] < TUNING.min_near_negated for e in (one, other)):
        return not any(map(is_negated, (mine, theirs))) and say_opposites(mine, theirs)
    negated = [is_negated(said) or lacks_asked(said, asked) for said in (mine, theirs)]
    if negated[0] == negated[1]:
        return not negated[0] and say_opposites(mine, theirs)
    if any(excluded_nouns(said) & asked - meaning_words(rest) for said, rest in ((mine, theirs), (theirs, mine))):
        return False  # "there was no camera" is answered by a sentence about a camera only
    return bool(shared & asked)


def is_negated(text: str) -> bool:
    return bool(NEGATED.search(NOT_NEGATED.sub("", text)))


def excluded_nouns(text: str) -> set[str]:
    """The stems of the words after "no", "not one" and the like."""
    return {stem(m[1]) for m in NO_NOUN.finditer(text)}


def lacks_asked(text: str, asked: set[str]) -> bool:
    """ "without a fire switch", if the question asks for one."""
    return any(meaning_words(m[1]) & asked for m in WITHOUT.finditer(text))


def content_of(evidence: "Evidence") -> str:
    """What the speaker says, without the words about the speaker; the sentence if nobody is quoted."""
    s = evidence.statement
    if s is None:
        return evidence.text
    return evidence.article.text[max(s.content.start, evidence.start) : min(s.content.end, evidence.end)] or evidence.text


def replies_to(one: "Evidence", other: "Evidence") -> bool:
    """Whether the later of two neighbouring sentences, of another voice, disputes the one before."""
    later = max(one, other, key=lambda e: e.start)
    return are_close(one, other) and bool(DISPUTES.search(later.text)) and have_two_voices(one, other)


def opposed_speakers(question: Question, evidence: "Evidence") -> Iterator[tuple[Statement, Statement]]:
    """Two statements in one sentence that contradict each other: "Roe answered Vale’s claim that there was no deal by saying it had failed"."""
    for one, other in combinations(evidence.said, 2):
        apart = not one.content.overlap(other.content) and not is_same_voice(one.speaker_name or "", other.speaker_name or "")
        if apart and contradict(question, *(content_tokens(evidence, s.content) for s in (one, other))):
            yield one, other


def content_tokens(evidence: "Evidence", content: Span) -> list[Token]:
    """The tokens of a statement's content, parsed within its sentence."""
    return [t for t in parse_sentence(evidence.text) if content.start <= t.idx + evidence.start < content.end]


def contradict(question: Question, one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether only one of two sentences negates a verb of the question, or only one says "no X" of an asked X that both mention."""
    asked = meaning_words(question.text) & {stem(t.text) for t in one} & {stem(t.text) for t in other}
    mine, theirs = find_predicates(one), find_predicates(other)
    verbs = [v for v in mine if v in theirs and stem(v) in asked and {p.negated for p in mine[v]}.isdisjoint(p.negated for p in theirs[v])]
    return bool(verbs) or bool((negated_nouns(one) ^ negated_nouns(other)) & asked)


def negated_nouns(tokens: Sequence[Token]) -> set[str]:
    """The stems of the nouns after "no"."""
    return {stem(t.text) for t in tokens if t.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "no" for c in t.children)}
