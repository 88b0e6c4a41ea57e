"""Finds the list in a sentence that a piece of it belongs to: "Roe, Vale and Holt"."""

import re

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution import Span
from onrecord.assistant.evidence import Evidence
from onrecord.assistant.language import find_figures, parse_sentence

ITEM_ENDS = re.compile(r"(?:,|;)? (?:and|as well as) |[,;] ", re.IGNORECASE)
LAST_ITEM = re.compile(r"\b(?:and|as well as)\b", re.IGNORECASE)
ASKED_NUMBER = re.compile(r"\b(?:what|which|who|name|list)\b[^?]{0,40}?\b(two|three|four|five|six|seven)\b", re.IGNORECASE)
OBJECTS = ("dobj", "attr", "oprd")
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})


def find_list(evidence: Evidence, piece: Span) -> Span | None:
    """The whole list of the sentence that begins with the piece or holds it, or the piece itself if it is a list. None if there is none."""
    doc = parse_sentence(evidence.text)
    found = [Span(evidence.start + s.start, evidence.start + s.end) for s in lists(doc)]
    longer = [s for s in found if s.start <= piece.start and piece.end <= s.end]
    if longer:
        return min(longer, key=lambda s: s.end - s.start)
    if not LAST_ITEM.search(evidence.article.text[piece.start : piece.end]):
        return None
    if evidence.article.text[: piece.start].endswith(", "):
        return with_first_item(doc, evidence, piece)
    return piece if any(piece.holds(s) for s in found) else None


def with_first_item(doc: Doc, evidence: Evidence, piece: Span) -> Span | None:
    """The rest of a list with the object before its comma, which the parser did not join to it: "It owns a chapel, a pier and two barns". None without one."""
    comma = piece.start - evidence.start - 2
    first = next((c for c in doc.noun_chunks if c.end_char == comma and c.root.dep_ in OBJECTS), None)
    return Span(evidence.start + first.start_char, piece.end) if first else None


def lists(doc: Doc) -> list[Span]:
    """The lists of nouns in a sentence, each with the words that belong to its items."""
    heads = [t for t in doc if t.dep_ != "conj" and t.pos_ in ("NOUN", "PROPN", "NUM") and any(c.dep_ == "conj" for c in t.children)]
    return [list_span(head) for head in heads]


def list_span(head: Token) -> Span:
    """From the first word of the first item to the last word of the last, without a clause about that one: "Roe and Vale, who …"."""
    items = [head, *head.conjuncts]
    last = items[-1]
    after = [t for child in last.children if child.dep_ not in CLAUSES for t in child.subtree if t.i > last.i and not t.is_punct]
    end = max([last, *after], key=lambda t: t.i)
    start = min((t for t in head.subtree if t.i <= head.i), key=lambda t: t.i)
    return Span(start.idx, end.idx + len(end.text))


def has_all_asked(question: str, words: str) -> bool:
    """Whether a list has as many items as the question asks for, if it asks for a number: "which three parties"."""
    asked = ASKED_NUMBER.search(question)
    return not asked or len([w for w in ITEM_ENDS.split(words) if w.strip()]) == find_figures(asked[1])[0].value
