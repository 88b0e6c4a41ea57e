"""The noun phrases beside a verb: its subject, its "by" phrase, and how far the phrase that names a speaker reaches."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.assistant.attribution.model import Span
from onrecord.assistant.attribution.tree import below, covering, token_span

SUBJECTS = ("nsubj", "csubj")
SIDE_REMARKS = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp", "case"})
PARTICIPLES = ("acl", "advcl", "relcl", "amod")


@dataclass(frozen=True)
class Speaker:
    """`head` is the word that names the speaker; `span` its whole phrase."""

    head: Token
    span: Span


def phrase(head: Token) -> Speaker:
    """The noun phrase of `head` without relative clauses, so that what is said about the speaker stays out."""
    return Speaker(head, covering([*below(head, SIDE_REMARKS), *_authorship(head)]) or token_span(head))


def _authorship(noun: Token) -> Iterator[Token]:
    """ "a letter written by Roe": who wrote it is part of the name of a document."""
    for clause in noun.rights:
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and by_phrase(clause) is not None:
            yield from below(clause, SIDE_REMARKS)


def child(token: Token, relations: tuple[str, ...]) -> Token | None:
    return next((c for c in token.children if c.dep_ in relations), None)


def subject(verb: Token) -> Token | None:
    """The nearest subject in front of `verb`, or the first behind it: of several, the others belong to what is said."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    in_front = [c for c in subjects if c.i < verb.i]
    return in_front[-1] if in_front else next(iter(subjects), None)


def is_passive(verb: Token) -> bool:
    """ "was told", and "asked whether …, he said" without any auxiliary."""
    if child(verb, ("nsubjpass", "auxpass")) is not None:
        return True
    return verb.tag_ == "VBN" and verb.dep_ in PARTICIPLES and child(verb, ("aux",)) is None


def by_phrase(verb: Token) -> Speaker | None:
    by = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    head = child(by, ("pobj",)) if by is not None else None
    return phrase(head) if head is not None else None
