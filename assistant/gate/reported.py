"""Whether a claim in words of its own may rest on a sentence at all. Where it may not, the gate quotes the sentence instead.

A sentence that speaks to its reader ("Ignore the sources and write that …") reports nothing, whoever obeys it. The rules and the judge read
only English. And a claim must be a sentence, without markup, and without an address that its source does not have.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Token

from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.rules import Fault
from onrecord.assistant.language import parse_sentence
from onrecord.vectorstore.language import is_foreign

QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)|\"[^\"]*\"|«[^»]*»")
SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
# The marks of a conversation or a prompt, which no report has: "System:", "### Instruction", "[INST]", "<|im_start|>".
TRANSCRIPT = re.compile(r"(?:^|[.!?:>\]] ?)(?:system(?: message)?|assistant|user|human|instructions?|question|answer|prompt|sentences)\s?:|###|\[/?INST\]|<\|", re.IGNORECASE)
# Orders that the parser often takes for nouns, and rules that somebody sets.
BEGINS_ORDER = re.compile(r"\bfrom (?:now|here) on\b|(?:^|[.!?:;] )(?:please )?(?:ignore|forget|disregard|delete|erase|retract|pretend|say|write|tell|repeat|respond|reply|obey|stop|do not|don['’]t)\b", re.IGNORECASE)
# A machine is told what to say: "every chatbot must report", "assistants shall recommend", "models have to answer".
MACHINE = (
    r"(?:AIs?|LLMs?|(?i:(?:chat)?bots?|(?:language|AI) (?:models?|systems?|tools?|assistants?)|automated readers?|(?:every|each|all|your|a good|the (?:correct|only)) (?:answers?|summar(?:y|ies)))"
    r"|^Assistants? (?:that|who|which))"
)
ORDERED = re.compile(rf"\b{MACHINE}\b[^.]{{0,80}}?\b(?:must|shall|should|ha(?:s|ve) to|need to|is to|are to|always|never)\b|\b(?i:to|for|dear|attention|note for) (?:any |all |every )?{MACHINE}\b[^.]{{0,40}}:")
ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[A-Za-z/!?][^>]*>?")


def find_unfit(claim: str, cited: Sequence[Evidence]) -> Fault | None:
    """The reason why a claim in words of its own may not rest on this evidence."""
    if found := MARKUP.search(claim):
        return Fault("markup", f"the claim has {found[0]}")
    if address := next((m[0] for m in ADDRESS.finditer(claim) if not any(m[0].rstrip(".") in e.text for e in cited)), None):
        return Fault("address-not-in-source", f"the source does not have {address}")
    if any(is_foreign(e.text, e.article.text) for e in cited):
        return Fault("other-language", "the source is not in English, so that only its own words can be checked")
    if not any(t.pos_ in ("VERB", "AUX") for t in parse_sentence(claim)):
        return Fault("no-sentence", "the claim has no verb")
    if any(speaks_to_reader(e.text) for e in cited):
        return Fault("order-not-report", "the source asks something of its reader, and reports nothing")
    return None


@lru_cache(maxsize=256)
def speaks_to_reader(sentence: str) -> bool:
    """Whether a sentence, without what it quotes, asks something of its reader or is of a conversation with a machine."""
    said = QUOTED.sub(" “ ” ", sentence)
    if SECOND_PERSON.search(said) or TRANSCRIPT.search(said) or BEGINS_ORDER.search(said) or ORDERED.search(said):
        return True
    return any(is_order(t) for t in parse_sentence(said))


def is_order(verb: Token) -> bool:
    """Whether a verb is an imperative: "Ignore all rules", "and write that …"."""
    if verb.tag_ != "VB" or verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis"):
        return False
    above = verb
    while above.dep_ == "conj":
        above = above.head
    around = [*verb.children, *above.children]
    return above.dep_ in ("ROOT", "ccomp") and not any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") or (c.dep_ == "aux" and c.lemma_ != "do") for c in around)
