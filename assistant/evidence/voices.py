"""Whose word a sentence is, and whether two names mean the same voice."""

import re
from typing import TYPE_CHECKING

from onrecord.assistant.language import parse_sentence
from onrecord.vectorstore.words import meaning_words

if TYPE_CHECKING:
    from onrecord.assistant.evidence.model import Evidence

CAPITALISED = re.compile(r"\b[A-Z\u00c0-\u00de]\w*")
CLAIMING = frozenset("put count estimate measure reckon speak register record calculate value".split())  # "police put the number at 8,500"

MAY_CLAIM = re.compile(r"\b(?:put|count|estimat|measur|reckon|speak|spoke|register|record|calculat|valu)", re.IGNORECASE)  # forms of these verbs


def named_voice(evidence: "Evidence") -> str | None:
    """The speaker, or who counted or estimated: "Druva police spoke of 15,000". None if the outlet itself says it."""
    return evidence.speaker or counting_subject(evidence.text)


def voice_of(evidence: "Evidence") -> str:
    """The name of the voice, or of the outlet if nobody else says it."""
    return named_voice(evidence) or evidence.article.publisher or evidence.article.article_id


def counting_subject(text: str) -> str | None:
    """The subject of a sentence whose verb counts or estimates."""
    if not MAY_CLAIM.search(text):
        return None  # parsing is slow
    roots = [t for t in parse_sentence(text) if t.dep_ == "ROOT" and t.lemma_.lower() in CLAIMING]
    subject = next((c for root in roots for c in root.children if c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN")), None)
    if subject is None:
        return None
    appositive = next((c for c in subject.children if c.dep_ == "appos"), subject)  # "the insurer, Steadfast Mutual,"
    return text[appositive.left_edge.idx : appositive.idx + len(appositive.text)]


def is_same_voice(one: str, other: str) -> bool:
    """Whether two names are the same, or one contains the other: "Lumenpost" and "the mail company Lumenpost", "Vell" and "Oona Vell".

    Names without capitals are compared by all their words: "coastguard" and "coastguard of the province".
    """
    mine, theirs = set(CAPITALISED.findall(one)), set(CAPITALISED.findall(other))
    if not mine and not theirs:
        mine, theirs = meaning_words(one), meaning_words(other)
    return one.lower() == other.lower() or bool(mine and theirs and (mine <= theirs or theirs <= mine))


def have_two_voices(one: "Evidence", other: "Evidence") -> bool:
    """Whether two different named voices say the two sentences."""
    mine, theirs = named_voice(one), named_voice(other)
    return bool(mine and theirs) and not is_same_voice(mine or "", theirs or "")
