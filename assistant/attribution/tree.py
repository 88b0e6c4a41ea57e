"""Reads the parse tree: the words that depend on a word, the phrases of a verb, and their spans in the text."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from onrecord.assistant.attribution.model import Span, Speaker

SUBJECTS = ("nsubj", "csubj")
SIDE_REMARKS = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp", "case"})
PARTICIPLES = ("acl", "advcl", "relcl", "amod")
EDGES = frozenset(" \t\r\n\u00a0,.;:-–—()[]")


def token_span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def covering_span(tokens: Iterable[Token]) -> Span | None:
    """The span from the first to the last of `tokens`, without spaces and punctuation at the edges and without "and" at the end.

    The function does not use `doc.text`, because spaCy builds this text again, and slowly, for each access.
    """
    inside = sorted(tokens)
    while inside and EDGES.issuperset(inside[0].text):
        inside.pop(0)
    while inside and (EDGES.issuperset(inside[-1].text) or inside[-1].dep_ == "cc") and not _closes_bracket(inside):
        inside.pop()
    return Span(inside[0].idx, inside[-1].idx + len(inside[-1])) if inside else None


def _closes_bracket(tokens: list[Token]) -> bool:
    return tokens[-1].text == ")" and any(t.text == "(" for t in tokens)


def descendants_without_asides(token: Token) -> Iterator[Token]:
    """`descendants`, without relative clauses after a comma: for "the plan, which fell in May", the result is "the plan"."""
    stack = [token]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(c for c in top.children if not _is_aside(c))


def _is_aside(token: Token) -> bool:
    start = token.left_edge.i
    return token.dep_ == "relcl" and start > 0 and token.doc[start - 1].text in (",", "-", "–", "—")


def descendants(token: Token, leave_out: frozenset[str] = frozenset()) -> Iterator[Token]:
    """`token` and all tokens that depend on it, without the branches with a relation in `leave_out`."""
    stack = [token]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(c for c in top.children if c.dep_ not in leave_out)


def speaker_phrase(head: Token) -> Speaker:
    """The noun phrase of `head`, without relative clauses and other remarks about the speaker."""
    return Speaker(head, covering_span([*descendants(head, SIDE_REMARKS), *_author_phrase(head)]) or token_span(head))


def _author_phrase(noun: Token) -> Iterator[Token]:
    """ "a letter written by Roe": the author is part of the name of a document."""
    for clause in noun.rights:
        if clause.dep_ == "acl" and clause.tag_ == "VBN" and agent_of(clause) is not None:
            yield from descendants(clause, SIDE_REMARKS)


def first_child(token: Token, relations: tuple[str, ...]) -> Token | None:
    return next((c for c in token.children if c.dep_ in relations), None)


def subject_of(verb: Token) -> Token | None:
    """The nearest subject before `verb`, or else the first one after it. Other subjects belong to the content."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    in_front = [c for c in subjects if c.i < verb.i]
    return in_front[-1] if in_front else next(iter(subjects), None)


def is_passive(verb: Token) -> bool:
    """ "was told", and "asked whether …, he said" without any auxiliary."""
    if first_child(verb, ("nsubjpass", "auxpass")) is not None:
        return True
    return verb.tag_ == "VBN" and verb.dep_ in PARTICIPLES and first_child(verb, ("aux",)) is None


def agent_of(verb: Token) -> Speaker | None:
    by = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    head = first_child(by, ("pobj",)) if by is not None else None
    return speaker_phrase(head) if head is not None else None
