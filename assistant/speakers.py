"""Whose words: from a cue in the parse to the phrase that names the speaker."""

from dataclasses import dataclass

from spacy.tokens import Token

from assistant.cues import verb_cue
from assistant.spans import below, covering, token_span
from assistant.statements import Span

SUBJECTS = ("nsubj", "csubj")
RELATIVES = {"who", "which", "that", "whom"}
SHARES_SUBJECT = {"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp", "acomp", "oprd"}
SIDE_REMARKS = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp", "case"})
FARTHEST_VERB = 5
FINITE = {"VBD", "VBZ", "VBP"}
MISREAD = {"compound", "advmod", "npadvmod", "dobj", "nmod", "dep", "aux"}
TIMES = {"DATE", "TIME"}
ANSWERS = {"answer", "respond", "reply", "react", "counter", "retort"}
GIVES = {"make", "give", "issue", "express", "have", "voice", "offer", "raise", "hold", "repeat", "deliver", "publish", "send", "release", "take", "reiterate", "share", "show", "get", "cast"}
UTTERANCES = {"statement", "tweet", "post", "letter", "email", "e-mail", "speech", "message", "memo", "release", "remark", "comment", "note", "video",
              "ad", "spot", "article", "story", "essay", "editorial", "op-ed", "column", "website", "petition", "briefing", "call", "robocall", "injunction", "order", "ruling", "interview"}


@dataclass(frozen=True)
class Speaker:
    """`head` is the word that names the speaker; `span` its whole phrase."""

    head: Token
    span: Span


def phrase(head: Token) -> Speaker:
    """The noun phrase of `head` without relative clauses, so that what is said about the speaker stays out."""
    return Speaker(head, covering(below(head, SIDE_REMARKS)) or token_span(head))


def of_verb(verb: Token) -> Speaker | None:
    """Subject of `verb`: its own, a passive's "by" phrase, or the one it shares with the verb it hangs on."""
    own = _child(verb, SUBJECTS) or _subject_of_has(verb)
    if own is not None:
        return _antecedent(own)
    if is_passive(verb):
        return by_phrase(verb)
    named = _named_in_front(verb)
    if named is not None:
        return named
    if verb.dep_ in ("acl", "relcl"):
        return _described(verb)
    return _shared(verb) or _misread_subject(verb)


def _subject_of_has(verb: Token) -> Token | None:
    """ "He's said that …": the parser may read "'s" as "is"."""
    auxiliary = _child(verb, ("auxpass",))
    if auxiliary is None or auxiliary.lower_ not in ("'s", "’s") or _child(verb, ("ccomp", "dobj", "prep")) is None:
        return None
    return _child(verb, ("nsubjpass",))


def _misread_subject(verb: Token) -> Speaker | None:
    """ "Aldermen hope …" in a headline: a name right before a finite verb without a subject, whatever the parser makes of it."""
    if verb.tag_ not in FINITE:
        return None
    names = [c for c in verb.lefts if c.pos_ in ("NOUN", "PROPN") and c.dep_ in MISREAD and c.ent_type_ not in TIMES]
    return phrase(names[-1]) if names else None


def of_noun(noun: Token) -> Speaker | None:
    """Whose claim it is: "Roe's claim", "the claim by Roe", "a claim from Roe", "Roe made the claim"."""
    owner = _child(noun, ("poss",))
    if owner is not None:
        return phrase(owner)
    for prep in noun.children:
        head = _child(prep, ("pobj",)) if prep.dep_ == "prep" and prep.lower_ in ("by", "from", "among") else None
        if head is not None:
            return phrase(head)
    return of_verb(noun.head) if noun.dep_ == "dobj" and noun.head.lemma_ in GIVES else None


def _named_in_front(verb: Token) -> Speaker | None:
    """ "One guest, who asked not to be named, said …": the parser may make a clause of the speaker."""
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "npadvmod", "dep")]
    if len(clauses) < 2 or not clauses[0].i < verb.i < clauses[-1].i:
        return None
    first = clauses[0]
    return phrase(first) if first.pos_ in ("NOUN", "PROPN") else _own(first)


def _own(verb: Token) -> Speaker | None:
    subject = _child(verb, SUBJECTS)
    return _antecedent(subject) if subject is not None else None


def is_passive(verb: Token) -> bool:
    """ "was told", and "asked whether …, he said" without any auxiliary."""
    if _child(verb, ("nsubjpass", "auxpass")) is not None:
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "relcl", "amod") and _child(verb, ("aux",)) is None


def by_phrase(verb: Token) -> Speaker | None:
    by = next((c for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")), None)
    head = _child(by, ("pobj",)) if by is not None else None
    return phrase(head) if head is not None else None


def _antecedent(subject: Token) -> Speaker:
    """ "Nadia Roe, who said": the phrase reaches from the name to the pronoun."""
    if subject.lower_ not in RELATIVES or subject.head.dep_ != "relcl":
        return phrase(subject)
    noun = subject.head.head
    sender = _sender(noun) if noun.lemma_ in UTTERANCES else None
    if sender is not None:
        return sender
    span = covering(t for t in below(noun, SIDE_REMARKS) if t.i < subject.i)
    return Speaker(noun, (span or token_span(noun)).joined(token_span(subject)))


def _described(verb: Token) -> Speaker | None:
    """ "a letter saying": the letter's sender if the sentence names one, else the letter."""
    noun = verb.head
    if noun.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    if noun.lemma_ in UTTERANCES:
        return _sender(noun) or phrase(noun)
    if verb.tag_ == "VB" and noun.dep_ == "dobj" and noun.ent_type_ != "PERSON" and noun.pos_ == "NOUN":
        return _sender(noun) or phrase(noun)
    return phrase(noun)


def _sender(noun: Token) -> Speaker | None:
    """ "He issued a statement saying", "her letter saying"."""
    owner = _child(noun, ("poss",))
    if owner is not None:
        return phrase(owner)
    return _own(noun.head) if noun.dep_ == "dobj" else None


def _shared(verb: Token) -> Speaker | None:
    """ "She rose, adding", "by saying": the subject of the nearest verb above."""
    above = verb
    for _ in range(FARTHEST_VERB):
        if above.dep_ not in SHARES_SUBJECT or above.head is above:
            return None
        above = answered_by(above) or above.head
        subject = _child(above, (*SUBJECTS, "nsubjpass"))
        if subject is not None and subject is not verb:
            matrix = _who_says(above) if verb.tag_ == "VBG" or verb.dep_ == "conj" else None
            if matrix is not None:
                return _antecedent(matrix)
            return _antecedent(subject) if subject.lower_ != "it" or above.dep_ in ("advcl", "conj") else None
        if above.dep_ in ("acl", "relcl"):
            return _described(above)
    return None


def _who_says(clause: Token) -> Token | None:
    """ "Roe said the dam was old, adding …": the parser hangs "adding" on the clause, and it is Roe who adds."""
    if clause.dep_ != "ccomp" or verb_cue(clause.head) is None:
        return None
    return _child(clause.head, SUBJECTS)


def answered_by(by: Token) -> Token | None:
    """The answering verb of "answered Roe's claim that … by saying": the parser hangs "by" on the claim."""
    if by.lower_ != "by" or _child(by, ("pcomp",)) is None:
        return None
    return next((t for t in by.ancestors if t.lemma_ in ANSWERS), None)


def _child(token: Token, relations: tuple[str, ...]) -> Token | None:
    return next((c for c in token.children if c.dep_ in relations), None)
