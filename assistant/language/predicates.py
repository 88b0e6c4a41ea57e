"""Reads the verbs of a sentence from its parse: whether each is negated, and whether it is a fact, possible or planned."""

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
MAX_ANCESTORS = 3  # from "to say" up over "position" and "in" to "was"
SUBJECTS_AND_OBJECTS = ("nsubj", "nsubjpass", "dobj", "attr", "expl")


@dataclass(frozen=True)
class Predicate:
    """A verb by its lemma, or the adjective or noun after "is"."""

    lemma: str
    negated: bool
    mood: Mood


def find_predicates(tokens: Iterable[Token]) -> dict[str, set[Predicate]]:
    """The predicates among the tokens, by lemma."""
    found: dict[str, set[Predicate]] = defaultdict(set)
    for token in tokens:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
            lemma = _complement_lemma(token) if token.lemma_ == "be" else token.lemma_.lower()
            if lemma:
                found[lemma].add(Predicate(lemma, is_negated(token), mood_of(token)))
    return found


def _complement_lemma(verb: Token) -> str:
    what = next((c for c in verb.children if c.dep_ in ("acomp", "attr")), None)
    return what.lemma_.lower() if what is not None else ""


def is_negated(verb: Token) -> bool:
    """Whether a verb is negated: "did not fire", "no unit fired", "refused to fire", "did not want to fire"."""
    if any(c.dep_ == "neg" for c in verb.children) or any(_is_negative(c) for c in verb.children if c.dep_ in SUBJECTS_AND_OBJECTS):
        return True
    if verb.dep_ in ("acl", "relcl") and any(c.lower_ == "to" for c in verb.children):  # "was not in a position to say"
        return any(c.dep_ == "neg" for above in list(verb.ancestors)[:MAX_ANCESTORS] for c in above.children)
    return verb.dep_ == "xcomp" and (verb.head.lemma_ in NOT_DONE or any(c.dep_ == "neg" for c in verb.head.children))


def _is_negative(noun: Token) -> bool:
    return noun.lower_ in NEGATIVES or any(c.lower_ in NEGATIVE_DETERMINERS for c in noun.children if c.dep_ in ("det", "neg", "preconj"))


def mood_of(verb: Token) -> Mood:
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "advmod")}
    if helpers & POSSIBLE:
        return "possible"
    if helpers & WILL or (verb.dep_ == "xcomp" and verb.head.lemma_ in PLANS and "to" in helpers):
        return "planned"
    return "fact"


def contains_denial(tokens: Iterable[Token]) -> bool:
    return any(t.dep_ == "neg" or t.lower_ in DENYING or t.lemma_.lower() in DENYING for t in tokens)


def find_roles_by_verb(tokens: Iterable[Token]) -> dict[str, set[tuple[str, str]]]:
    """Pairs of subject and object, as stems, by the verb's lemma. The agent of a passive is its subject."""
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
