"""Who stands behind words that the sentence gives to a letter or a speech."""

from spacy.tokens import Token

from onrecord.assistant.attribution.phrases import SIDE_REMARKS, Speaker, child, phrase, subject
from onrecord.assistant.attribution.tree import below, covering, token_span

RELATIVES = {"who", "which", "that", "whom"}
UTTERANCES = {"statement", "tweet", "post", "letter", "email", "e-mail", "speech", "message", "memo", "release", "remark", "comment", "note", "video",
              "ad", "spot", "article", "story", "essay", "editorial", "op-ed", "column", "website", "petition", "briefing", "call", "robocall", "injunction", "order", "ruling", "interview"}
AT_AN_OCCASION = {"in", "with", "during", "at", "on", "through", "via"}
FARTHEST_NOUN = 4


def antecedent(pronoun: Token) -> Speaker:
    """ "Nadia Roe, who said": the phrase reaches from the name to the pronoun; any other subject is its own phrase."""
    if pronoun.lower_ not in RELATIVES or pronoun.head.dep_ != "relcl":
        return phrase(pronoun)
    noun = pronoun.head.head
    behind = sender(noun) if noun.lemma_ in UTTERANCES else None
    if behind is not None:
        return behind
    span = covering(t for t in below(noun, SIDE_REMARKS) if t.i < pronoun.i)
    return Speaker(noun, (span or token_span(noun)).joined(token_span(pronoun)))


def described(verb: Token) -> Speaker | None:
    """ "a letter saying": the sender if the sentence names one, else the letter."""
    noun = verb.head
    if noun.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    if noun.lemma_ in UTTERANCES:
        return sender(noun) or phrase(noun)
    if verb.tag_ == "VB" and noun.dep_ == "dobj" and noun.ent_type_ != "PERSON" and noun.pos_ == "NOUN":
        return sender(noun) or phrase(noun)
    return phrase(noun)


def sender(noun: Token) -> Speaker | None:
    """ "her letter saying", "He issued a statement saying", "He spoke in a letter saying"."""
    owner = child(noun, ("poss",))
    if owner is not None:
        return phrase(owner)
    verb = _verb_above(noun)
    doer = subject(verb) if verb is not None else None
    return antecedent(doer) if doer is not None else None


def _verb_above(noun: Token) -> Token | None:
    """The verb whose object the noun is, or at whose occasion it stands."""
    for _ in range(FARTHEST_NOUN):
        if noun.dep_ == "dobj" or (noun.dep_ == "prep" and noun.head.pos_ == "VERB"):
            return noun.head
        if not (noun.dep_ == "prep" or (noun.dep_ == "pobj" and noun.head.lower_ in AT_AN_OCCASION)):
            return None
        noun = noun.head
    return None
