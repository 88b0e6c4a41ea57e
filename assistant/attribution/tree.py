"""Reads the parse tree: the words that depend on a word, the phrases of a verb, and their spans in the text."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution.model import Span, Speaker
from onrecord.assistant.attribution.non_speakers import is_no_agent

SUBJECTS = ("nsubj", "csubj")
FINITE = {"VBD", "VBZ", "VBP"}
SIDE_REMARKS = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp", "case"})
TAKES_ADDRESSEE = {"tell", "urge", "order", "warn", "advise", "remind", "instruct", "encourage", "persuade"}
WHEN = {"when", "if", "once", "after", "although", "though", "as"}
PARTICIPLES = ("acl", "advcl", "relcl", "amod")
EDGES = frozenset(" \t\r\n\u00a0,.;:-–—()[]")


def token_span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def token_lines(doc: Doc) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in doc:
        if "\n" not in token.text:
            line.append(token)
        elif line:
            yield line
            line = []
    if line:
        yield line


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


def descend_all(heads: Iterable[Token]) -> list[Token]:
    return [t for head in heads for t in descendants_without_asides(head)]


def speaker_phrase(head: Token) -> Speaker:
    """The noun phrase of `head`, without relative clauses and other remarks about the speaker."""
    return Speaker(head, covering_span(_noun_phrase(head)) or token_span(head))


def _noun_phrase(head: Token) -> list[Token]:
    return [*descendants(head, SIDE_REMARKS), *_author_phrase(head)]


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


def has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_passive(verb: Token) -> bool:
    """ "was told", and "asked whether …, he said" without any auxiliary."""
    if first_child(verb, ("nsubjpass", "auxpass")) is not None or is_headline_passive(verb) or _is_told(verb):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in PARTICIPLES and first_child(verb, ("aux",)) is None


def is_headline_passive(verb: Token) -> bool:
    """ "Residents urged to leave": the verb needs somebody who is urged, so its subject is not the speaker."""
    if verb.lemma_ not in TAKES_ADDRESSEE or verb.tag_ not in ("VBD", "VBN") or first_child(verb, ("aux", "dobj", "dative")) is not None:
        return False
    return any(c.dep_ in ("xcomp", "advcl") and c.i > verb.i and is_infinitive(c) and not has_subject(c) for c in verb.children)


def _is_told(verb: Token) -> bool:
    """ "laughed when told that it fell": the parser may read "told" as active."""
    asked = verb.lemma_ in TAKES_ADDRESSEE or verb.lemma_ == "ask"
    return asked and verb.dep_ == "advcl" and not has_subject(verb) and verb.tag_ in ("VBD", "VBN") and any(c.lower_ in WHEN for c in verb.lefts)


def agent_of(verb: Token) -> Speaker | None:
    phrases = (c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by"))
    head = next((n for by in phrases for n in by.children if n.dep_ == "pobj" and not is_no_agent(n)), None)
    if head is None:
        return None
    complements = {t for part in complements_of_agent(verb) for t in descendants(part)}
    return Speaker(head, covering_span(t for t in _noun_phrase(head) if t not in complements) or token_span(head))


def complements_of_agent(verb: Token) -> list[Token]:
    """ "was accused by Roe of hiding it", "was described by Roe as calm": the parser may attach "of" and "as" to Roe."""
    return [p for noun in _agents(verb) for p in noun.rights if p.dep_ == "prep" and (p.lower_ == "as" or first_child(p, ("pcomp",)) is not None)]


def clauses_of_agent(verb: Token) -> list[Token]:
    """ "it was said by Roe that it fell", "is said by Roe to be old": the parser may attach the clause to Roe."""
    return [c for noun in _agents(verb) for c in noun.rights if c.dep_ in ("relcl", "acl")]


def _agents(verb: Token) -> list[Token]:
    return [noun for by in verb.children if by.dep_ == "agent" for noun in by.children if noun.dep_ == "pobj"]
