"""What a sentence says is so, not so, possible or only planned: its verbs, read off the parse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.assistant.language.negation import DENYING, NEGATIVE_DETERMINERS, NEGATIVES, NOT_DONE
from onrecord.vectorstore.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

Mood = Literal["fact", "possible", "planned"]
POSSIBLE = frozenset("may might could can possibly perhaps reportedly allegedly probably".split())
WILL = frozenset("will would shall 'll ’ll should".split())
PLANS = frozenset("plan intend want hope expect aim seek try consider threaten propose promise vow pledge agree ask urge order call demand prepare set decide offer refuse fail decline".split())
SUBJECTS_AND_OBJECTS = ("nsubj", "nsubjpass", "dobj", "attr", "expl")


@dataclass(frozen=True)
class Predicate:
    """A verb's lemma, or what somebody or something "is"; whether it is negated; and its mood."""

    lemma: str
    negated: bool
    mood: Mood


def predicates(tokens: Iterable[Token]) -> dict[str, set[Predicate]]:
    """The predicates of some sentences by their lemma."""
    found: dict[str, set[Predicate]] = defaultdict(set)
    for token in tokens:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
            lemma = _is_what(token) if token.lemma_ == "be" else token.lemma_.lower()
            if lemma:
                found[lemma].add(Predicate(lemma, is_negated(token), mood(token)))
    return found


def _is_what(verb: Token) -> str:
    what = next((c for c in verb.children if c.dep_ in ("acomp", "attr")), None)
    return what.lemma_.lower() if what is not None else ""


def is_negated(verb: Token) -> bool:
    """ "did not fire", "no unit fired", "refused to fire", "did not want to fire"."""
    if any(c.dep_ == "neg" for c in verb.children) or any(_says_no(c) for c in verb.children if c.dep_ in SUBJECTS_AND_OBJECTS):
        return True
    return verb.dep_ == "xcomp" and (verb.head.lemma_ in NOT_DONE or any(c.dep_ == "neg" for c in verb.head.children))


def _says_no(noun: Token) -> bool:
    return noun.lower_ in NEGATIVES or any(c.lower_ in NEGATIVE_DETERMINERS for c in noun.children if c.dep_ in ("det", "neg", "preconj"))


def mood(verb: Token) -> Mood:
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "advmod")}
    if helpers & POSSIBLE:
        return "possible"
    if helpers & WILL or (verb.dep_ == "xcomp" and verb.head.lemma_ in PLANS and "to" in helpers):
        return "planned"
    return "fact"


def denies_at_all(tokens: Iterable[Token]) -> bool:
    return any(t.dep_ == "neg" or t.lower_ in DENYING or t.lemma_.lower() in DENYING for t in tokens)


def who_to_whom(tokens: Iterable[Token]) -> dict[str, set[tuple[str, str]]]:
    """Subjects and objects of the verbs, each by the stem of its head, by the verb's lemma; a passive's agent is its subject."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for verb in tokens:
        passive = any(c.dep_ == "nsubjpass" for c in verb.children) if verb.pos_ == "VERB" else False
        who = _agents(verb) if passive else _stems(verb, "nsubj")
        whom = _stems(verb, "nsubjpass") if passive else _stems(verb, "dobj")
        if verb.pos_ == "VERB":
            found[verb.lemma_.lower()] |= {(a, b) for a in who for b in whom}
    return found


def _stems(verb: Token, relation: str) -> set[str]:
    return {stem(c.text) for c in verb.children if c.dep_ == relation}


def _agents(verb: Token) -> set[str]:
    return {stem(c.text) for by in verb.children if by.dep_ == "agent" for c in by.children if c.dep_ == "pobj"}
