"""Turns a question into the statement that it asks about: "Was Roe acquitted?" and "Why was Roe acquitted?" into "Roe was acquitted"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.assistant.language import parser, past_tense
from onrecord.vectorstore.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DO = frozenset({"do", "does", "did"})
AUXILIARIES = DO | frozenset("is are was were has have had can could will would should may might".split())
ANY = re.compile(r"\bany(?:one|body|thing|where)?\b")  # "Did anyone die?" asks whether somebody died
IS_IT_TRUE = re.compile(r"^\W*(?:(?:and|so|but) )?(?:is|was) it (?:true|right|correct|the case|a fact) that (?P<said>.+)", re.IGNORECASE)
MAX_BEFORE = 4  # words before the helping verb: "So why exactly did"
MAX_WORDS = 40  # words of a question that is turned
GOES_ON = ("VBN", "VBG", "JJ", "VB", "VBD")  # tags of a word with which a predicate can begin


def as_denial(question: str) -> str:
    """The statement that "No." means: "Roe was not acquitted." Empty where `as_statement` is."""
    return as_statement(question, denied=True)


def as_statement(question: str, denied: bool = False) -> str:
    """The statement, with a full stop. Empty where the question has no plain order: helping verb, subject, the rest.

    Args:
        denied: the statement with "not", which answers the question with no.
    """
    text = ANY.sub(lambda m: m[0].replace("any", "some"), " ".join(question.split()).rstrip("?!. "))
    if found := IS_IT_TRUE.match(text):
        return f"It is not true that {found['said']}." if denied else f"{found['said']}."
    doc = parser()(text)
    helper = next((t for t in doc[:MAX_BEFORE] if t.lower_ in AUXILIARIES), None)
    if helper is None or len(doc) > MAX_WORDS:
        return ""
    start = helper.i + 1 + sum(t.lower_ in ("n't", "n’t", "not") for t in doc[helper.i + 1 : helper.i + 2])
    end = subject_end(doc, start, helper.lower_ in DO)
    if helper.lower_ in DO:
        end = verb_start(doc, start, end)
    if denied and start < end < len(doc):
        return f"{doc[start:end].text} {helper.lower_} not {doc[end:].text}."
    return f"{doc[start:end].text} {predicate(helper, doc, end)}." if start < end < len(doc) else ""


def subject_end(doc: Doc, start: int, verb_follows: bool) -> int:
    """The number of the first token behind the subject: its noun phrase, with "of …", and with "in …" where a predicate follows that."""
    ends = {c.start: c.end for c in doc.noun_chunks}
    end = next((e for s, e in ends.items() if s <= start < e), start + 1)
    while end < len(doc) and (doc[end].pos_ in ("ADP", "PROPN") or doc[end].text == "&"):
        after = ends.get(end + 1, end + 2) if doc[end].pos_ == "ADP" else end + 1
        if after >= len(doc):
            break
        goes_on = is_verb(doc[after]) if verb_follows else doc[after].tag_ in GOES_ON
        if doc[end].pos_ == "ADP" and doc[end].lower_ != "of" and not goes_on:
            break
        end = after
    return end


def verb_start(doc: Doc, start: int, end: int) -> int:
    """Behind "did", the number of the verb: the parser may count it as a part of the subject, as in "did the boss resign"."""
    if end + 1 < len(doc) and doc[end].pos_ == "ADV" and is_verb(doc[end + 1]):
        return end
    at = end
    while at > start + 1 and not (at < len(doc) and is_verb(doc[at])):
        at -= 1
    return at if at < len(doc) and is_verb(doc[at]) else len(doc)


def is_verb(token: Token) -> bool:
    """Whether a token may be a verb's base form; the parser often takes it for a noun."""
    return token.is_lower and token.is_alpha and token.pos_ in ("VERB", "AUX", "NOUN", "ADJ") and token.lower_ not in FUNCTION_WORDS


def predicate(helper: Token, doc: Doc, at: int) -> str:
    """The rest of the statement: "was acquitted", "resigned"."""
    rest = doc[at:].text
    if helper.lower_ not in DO:
        return f"{helper.lower_} {rest}"
    if helper.lower_ != "did":
        return rest
    verb = next((t for t in doc[at:] if t.pos_ != "ADV"), doc[at])
    return f"{doc[at : verb.i].text_with_ws}{past_tense(verb.lower_)}{verb.whitespace_}{doc[verb.i + 1 :].text}"
