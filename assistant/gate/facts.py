"""Splits a sentence that joins facts: "The pier fell on Monday, and the mayor resigned" is two."""

import re

from spacy.tokens import Token

from onrecord.assistant.language import parse_sentence, upper_first

MIN_WORDS = 4  # of a fact; a shorter piece means nothing alone
JOINS = frozenset({"and", "but", "while", "whereas", "yet", ",", ";"})
WHILE = frozenset({"while", "whereas"})
SUBJECTS = ("nsubj", "nsubjpass", "expl")


def split_facts(sentence: str) -> list[str]:
    """The clauses of a sentence that have a subject of their own and are joined by "and", "but", "while" or a semicolon. The sentence alone if one is short."""
    doc = parse_sentence(sentence)
    facts, start = [], 0
    for left in sorted(t.left_edge.i for t in doc if is_own_fact(t)):
        end = left
        while end > start and doc[end - 1].lower_ in JOINS:
            end -= 1
        if start < end < left:
            facts.append(doc[start:end].text)
            start = left
    facts = [as_sentence(f) for f in (*facts, doc[start:].text)]
    return facts if all(len(f.split()) >= MIN_WORDS for f in facts) else [sentence]


def is_own_fact(verb: Token) -> bool:
    """Whether it is joined to the sentence's main verb: what somebody says stays with them ("said that … and that …")."""
    if verb.head.dep_ not in ("ROOT", "conj") or (verb.head.dep_ == "conj" and not is_own_fact(verb.head)):
        return False
    if verb.pos_ not in ("VERB", "AUX") or not any(c.dep_ in SUBJECTS for c in verb.children):
        return False
    return verb.dep_ in ("conj", "parataxis") or (verb.dep_ in ("advcl", "ccomp") and (any(c.lower_ in WHILE for c in verb.children) or follows_semicolon(verb)))


def follows_semicolon(verb: Token) -> bool:
    at = verb.left_edge.i
    return at > 0 and verb.doc[at - 1].text == ";"


def as_sentence(piece: str) -> str:
    piece = re.sub(r"^(?:while|whereas|and|but) ", "", piece.strip(" ,;"), flags=re.IGNORECASE)
    return upper_first(piece) + ("" if piece.endswith((".", "!", "?", "”", '"')) else ".")
