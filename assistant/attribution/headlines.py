"""Attributions in headlines: "Bridge a disgrace, says mayor", "Dam safe, Velten tells council", "Ferry, warns Velten, will sink".

The parser often misreads a headline, because it has no articles and no full stop. So this module reads the words in their order.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.assistant.attribution.cues import VERB_CUES
from onrecord.assistant.attribution.model import Found, Speaker
from onrecord.assistant.attribution.tree import covering_span, token_lines, token_span

VERBS = ("say", "tell", "warn", "insist", "admit", "claim", "confirm", "vow", "promise", "argue", "believe", "announce", "reveal")
FORMS = {form: verb for verb in VERBS for form in (verb, f"{verb}s")} | {"said": "say"}
SENTENCE_ENDS = frozenset(".!?…:")
MAX_TOKENS = 25
MAX_NAME_TOKENS = 5
MIN_CONTENT_TOKENS = 2
NAMES = {"NOUN", "PROPN", "ADJ", "NUM", "DET", "PART"}
LATER = ("is", "was", "are", "were", "will", "has", "have", "had", "can", "could", "must", "should", "would", "may", "might")


def in_headline(doc: Doc) -> Iterator[Found]:
    for line in token_lines(doc):
        if len(line) <= MAX_TOKENS and not SENTENCE_ENDS & set(line[-1].text):
            yield from _read(line)


def _read(line: list[Token]) -> Iterator[Found]:
    commas = [k for k, t in enumerate(line) if t.text == ","]
    if not commas:
        return
    last = line[commas[-1] + 1 :]
    if _is_remark(last):
        yield from _found(line[: commas[-1]], last)
    elif len(commas) == 2 and last and last[0].lower_ in LATER:
        remark = line[commas[0] + 1 : commas[1]]
        if _is_remark(remark):
            yield from _found(last, remark)


def _is_remark(words: list[Token]) -> bool:
    """ "says mayor", "Velten insists", "Velten tells council"."""
    verb = _verb(words)
    if verb is None:
        return False
    names = _names(words, verb)
    return 0 < len(names) <= MAX_NAME_TOKENS and all(t.pos_ in NAMES for t in words if t is not verb) and names[-1].pos_ in ("NOUN", "PROPN", "ADJ")


def _verb(words: list[Token]) -> Token | None:
    verbs = [t for t in words if t.lower_ in FORMS]
    if len(verbs) != 1:
        return None
    edge = verbs[0] in (words[0], words[-1])
    return verbs[0] if edge or FORMS[verbs[0].lower_] == "tell" else None


def _names(words: list[Token], verb: Token) -> list[Token]:
    return words[1:] if words[0] is verb else [t for t in words if t.i < verb.i]


def _found(content: list[Token], remark: list[Token]) -> Iterator[Found]:
    verb = _verb(remark)
    span = covering_span(content)
    if verb is None or span is None or len(content) < MIN_CONTENT_TOKENS:
        return
    names = _names(remark, verb)
    cue = VERB_CUES[FORMS[verb.lower_]]
    yield Found(span, Speaker(names[-1], covering_span(names) or token_span(names[-1])), token_span(verb), cue.lemma, cue.stances["that"])
