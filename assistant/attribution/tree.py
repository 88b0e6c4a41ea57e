"""From tokens of the parse to spans of the text."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from onrecord.assistant.attribution.model import Span

EDGES = frozenset(" \t\r\n\u00a0,.;:-–—()[]")


def token_span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def covering(tokens: Iterable[Token]) -> Span | None:
    """From the first to the last of `tokens`, without the spaces and punctuation at the edges, and the "and" at the end.

    Looks at tokens only: `doc.text` is built anew, and slowly, each time it is asked for.
    """
    inside = sorted(tokens)
    while inside and EDGES.issuperset(inside[0].text):
        inside.pop(0)
    while inside and (EDGES.issuperset(inside[-1].text) or inside[-1].dep_ == "cc") and not _closes_bracket(inside):
        inside.pop()
    return Span(inside[0].idx, inside[-1].idx + len(inside[-1])) if inside else None


def _closes_bracket(tokens: list[Token]) -> bool:
    return tokens[-1].text == ")" and any(t.text == "(" for t in tokens)


def without_asides(token: Token) -> Iterator[Token]:
    """`below`, without relative clauses behind a comma: "the plan, which fell in May", is no more than the plan."""
    stack = [token]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(c for c in top.children if not _is_aside(c))


def _is_aside(token: Token) -> bool:
    start = token.left_edge.i
    return token.dep_ == "relcl" and start > 0 and token.doc[start - 1].text in (",", "-", "–", "—")


def below(token: Token, leave_out: frozenset[str] = frozenset()) -> Iterator[Token]:
    """`token` and what depends on it, without the branches whose relation is in `leave_out`; never recursive."""
    stack = [token]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(c for c in top.children if c.dep_ not in leave_out)
