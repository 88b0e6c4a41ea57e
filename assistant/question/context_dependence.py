"""Decides whether a question depends on the conversation before it, because it lacks a name or a topic."""

import re
from typing import Literal

from onrecord.assistant.language import GENDER, GROUP
from onrecord.assistant.question.asked_speaker import SPEAK
from onrecord.assistant.question.mentions import find_mentions
from onrecord.assistant.question.statement import AUXILIARIES
from onrecord.assistant.question.tuning import QUESTION_TUNING as TUNING
from onrecord.vectorstore.words import content_words

PERSON_PRONOUN = re.compile(rf"\b({'|'.join(GENDER)})\b", re.IGNORECASE)
GROUP_PRONOUN = re.compile(rf"\b({'|'.join(GROUP)}|theirs)\b", re.IGNORECASE)
THERE = re.compile(r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )\bthere\b(?! (?:is|are|was|were|will|be|been|has|have|had|any)\b)", re.IGNORECASE)
# "that", "this" and "it" that refer to an earlier message. Not "said that he …", "is it true", "how long does it take".
POINTS_BACK = re.compile(
    r"\b(?:about|of|on|to|for|with|against|after|before|by|from|like|accept|confirm|deny|explain|call|did|do|make|does|cause|is|was|has|will) (?:that|this|those|these)\b(?! [a-z]+ (?:is|was|are|were)\b)"
    r"|\b(?:think|thinks|thought|say|says|said|believes?|felt) (?:that|this) (?:is|was|were|came|went|had|has|would|could|cost|did)\b"
    r"|\b(?:it|that|this|those|these|one|ones|so|others?|same)\W*$|\b(?:its|the (?:same|others?|one))\b",
    re.IGNORECASE,
)
IT = re.compile(r"\bit\b", re.IGNORECASE)
IDLE_IT = re.compile(r"\bit (?:true|right|correct|possible|clear|known|likely|certain|legal|safe|take|takes|cost|costs|mean|rain|snow|is|was)\b", re.IGNORECASE)
FRAGMENT = re.compile(r"^\W*(?:and|but|or|so|what about|how about|also|else)\b", re.IGNORECASE)
BARE = re.compile(r"^\W*(?:(?:and|but|so) )?(?:why|when|where|who|how|which|since when|how (?:many|much|long|old))(?: (?:not|else|exactly|then|so))?\W*$", re.IGNORECASE)
DANGLES = re.compile(rf"\b(?:{SPEAK}|react|respond|reply|agree|disagree|object|accept|want|wanted|happen(?:ed)? (?:next|then|afterwards))\W*$", re.IGNORECASE)
OWN_TOPIC = re.compile(r"\b(?:about|regarding|concerning|over) (?!it\b|that\b|this\b|them\b|him\b|her\b)\w", re.IGNORECASE)
PLAIN_WORD = r"(?!(?:did|does|do|has|have|had|is|was|are|were|will|can|who|what|when|where|why|how)\b)[\w'’-]+"
OWN_ANTECEDENT = re.compile(r"\b(?:the|an?|[A-Z]\w+['’]s) [\w' ’-]+, [^,]*$")  # "what about the doctor, what's her estimate?"
ABOUT = re.compile(
    r"^\W*(?:and |but |so )?(?:what |how )?(?:about|on|regarding)\b(?: the)? ?(?P<what>[^,]*?)(?:,.*)?\W*$"
    rf"|^\W*and (?:the )?(?P<also>{PLAIN_WORD}(?: {PLAIN_WORD}){{0,4}})\W*$",
    re.IGNORECASE,
)
HELPER = re.compile(rf"\b(?:{'|'.join(sorted(AUXILIARIES))})\b", re.IGNORECASE)
PRONOUNS: tuple[tuple[Literal["person", "group", "place"], re.Pattern[str]], ...] = (("person", PERSON_PRONOUN), ("group", GROUP_PRONOUN), ("place", THERE))


def stands_alone(text: str) -> bool:
    return not (needs_topic(text, False) or any(pattern.search(text) and not names_referent(text, pattern) for _, pattern in PRONOUNS))


def may_stand_alone(text: str) -> bool:
    """Whether a question that seems to continue the one before can be meant alone: "and who won the cup?"."""
    refers = any(p.search(text) for p in (POINTS_BACK, IT, *(pattern for _, pattern in PRONOUNS)))
    return not (refers or BARE.match(text) or ABOUT.match(text) or DANGLES.search(text)) and len(content_words(text)) >= TUNING.min_words_alone


def is_whole(text: str) -> bool:
    """Whether a question says by itself what it asks, though not of which event: "What was on board?", but not "And how many women?" or "Did they deny that?"."""
    return bool(HELPER.search(text)) and not (BARE.match(text) or ABOUT.match(text) or POINTS_BACK.search(text))


def needs_topic(text: str, named: bool) -> bool:
    """Whether a question lacks a topic. `named`: a name has replaced its pronoun."""
    terms = content_words(text)
    if BARE.match(text) or ABOUT.match(text) or POINTS_BACK.search(text):
        return True
    if IT.search(text) and not IDLE_IT.search(text) and not names_referent(text, IT):
        return True
    if OWN_TOPIC.search(text):
        return False
    if named:
        return len(terms) < TUNING.min_topic_words
    if find_mentions(text):
        return (bool(FRAGMENT.match(text)) and len(terms) <= TUNING.max_dependent_words) or bool(DANGLES.search(text))
    max_words = TUNING.max_dependent_words_after_and if FRAGMENT.match(text) else TUNING.max_dependent_words
    return len(terms) <= max_words or bool(DANGLES.search(text))


def names_referent(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether the question itself names, before the pronoun, the person or thing that the pronoun refers to."""
    pronoun = pattern.search(text)
    head = text[: pronoun.start()] if pronoun else ""
    return bool(OWN_ANTECEDENT.search(head)) or any(m.kind in ("person", "body", "unknown") for m in find_mentions(head))
