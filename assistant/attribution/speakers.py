"""Finds the speaker of a cue: the phrase of the parse that names the person or group."""

from spacy.tokens import Token

from onrecord.assistant.attribution.cues import verb_cue
from onrecord.assistant.attribution.model import Speaker
from onrecord.assistant.attribution.non_speakers import TIMES, is_no_agent
from onrecord.assistant.attribution.tree import (
    FINITE,
    SIDE_REMARKS,
    agent_of,
    covering_span,
    descendants,
    first_child,
    is_headline_passive,
    is_passive,
    speaker_phrase,
    subject_of,
    token_span,
)
from onrecord.assistant.language import OWNER, RELATIVE

SHARES_SUBJECT = {"conj", "advcl", "xcomp", "pcomp", "prep", "dep", "ccomp", "acomp", "oprd", "advmod"}
MAX_VERBS_UP = 5
MISREAD = {"compound", "advmod", "npadvmod", "dobj", "nmod", "dep", "aux"}
ANSWERS = {"answer", "respond", "reply", "react", "counter", "retort"}
GIVES = {"make", "give", "issue", "express", "have", "voice", "offer", "raise", "hold", "repeat", "deliver", "publish", "send", "release", "take", "reiterate", "share", "show", "get", "cast", "throw"}
# After these verbs, the object X of "X to do" or "X doing" is the person who acts.
MOVES = {"leave", "require", "drive", "force", "allow", "help", "push", "lead", "prompt", "cause", "get", "enable", "inspire", "pressure", "encourage", "persuade", "invite", "rely"}
# The preposition and the stance of a verb whose object speaks: "quoted Roe as saying".
DESCRIBES = {("as", "mentions"), ("as", "says"), ("of", "accuses"), ("for", "accuses"), ("for", "praises")}
UTTERANCES = {"statement", "tweet", "post", "letter", "email", "e-mail", "speech", "message", "memo", "release", "remark", "comment", "note", "video",
              "ad", "spot", "article", "story", "essay", "editorial", "op-ed", "column", "website", "petition", "briefing", "call", "robocall", "injunction", "order", "ruling", "interview"}
AT_AN_OCCASION = {"in", "with", "during", "at", "on", "through", "via"}
MAX_NOUNS_UP = 4


def speaker_of_verb(verb: Token) -> Speaker | None:
    """The subject of `verb`: its own subject, the "by" phrase of a passive, or the subject that it shares with the verb above it."""
    own = subject_of(verb) or _subject_of_contracted_has(verb)
    if own is not None and not is_headline_passive(verb):
        return resolve_relative(own)
    if is_passive(verb):
        return agent_of(verb)
    described = _described_speaker(verb)
    if described is not None:
        return described
    named = _named_in_front(verb)
    if named is not None:
        return named
    earlier = _joined_cue(verb)
    if earlier is not None:
        return speaker_of_verb(earlier)
    if verb.dep_ in ("acl", "relcl"):
        return speaker_of_description(verb)
    return _caused_speaker(verb) or _shared_subject(verb) or _misread_subject(verb)


def _subject_of_contracted_has(verb: Token) -> Token | None:
    """ "He's said that …": the parser may read "'s" as "is"."""
    auxiliary = first_child(verb, ("auxpass",))
    if auxiliary is None or auxiliary.lower_ not in ("'s", "’s") or first_child(verb, ("ccomp", "dobj", "prep")) is None:
        return None
    return first_child(verb, ("nsubjpass",))


def _misread_subject(verb: Token) -> Speaker | None:
    """ "Aldermen hope …" in a headline: a name directly before a finite verb without a subject, even if the parser reads it otherwise."""
    if verb.tag_ not in FINITE:
        return None
    names = [c for c in verb.lefts if c.pos_ in ("NOUN", "PROPN") and c.dep_ in MISREAD and c.ent_type_ not in TIMES]
    return speaker_phrase(names[-1]) if names else None


def speaker_of_noun(noun: Token) -> Speaker | None:
    """The speaker of a claim: "Roe's claim", "the claim by Roe", "a claim from Roe", "Roe made the claim"."""
    owner = first_child(noun, ("poss",))
    if owner is not None:
        return _doer_of_noun(noun, owner) or speaker_phrase(owner)
    for prep in noun.children:
        head = first_child(prep, ("pobj",)) if prep.dep_ == "prep" and prep.lower_ in ("by", "from", "among") else None
        if head is not None and not is_no_agent(head):
            return speaker_phrase(head)
    return speaker_of_verb(noun.head) if noun.dep_ == "dobj" and noun.head.lemma_ in GIVES else None


def _named_in_front(verb: Token) -> Speaker | None:
    """ "One guest, who asked not to be named, said …": the parser may read the speaker as a clause."""
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "npadvmod", "dep")]
    if len(clauses) < 2 or not clauses[0].i < verb.i < clauses[-1].i:
        return None
    first = clauses[0]
    return speaker_phrase(first) if first.pos_ in ("NOUN", "PROPN") else _own_subject(first)


def _own_subject(verb: Token) -> Speaker | None:
    own = subject_of(verb)
    return resolve_relative(own) if own is not None else None


def _shared_subject(verb: Token) -> Speaker | None:
    """ "She rose, adding", "by saying": the subject of the nearest verb above."""
    above = verb
    for _ in range(MAX_VERBS_UP):
        if above.dep_ not in SHARES_SUBJECT or above.head is above:
            return None
        above = answering_verb(above) or above.head
        own = subject_of(above) or first_child(above, ("nsubjpass",))
        if own is not None and own is not verb:
            matrix = _subject_of_outer_cue(above) if verb.tag_ == "VBG" or verb.dep_ == "conj" else None
            if matrix is not None:
                return resolve_relative(matrix)
            return resolve_relative(own) if own.lower_ != "it" or above.dep_ in ("advcl", "conj") else None
        if above.dep_ in ("acl", "relcl"):
            return speaker_of_description(above)
    return None


def _subject_of_outer_cue(clause: Token) -> Token | None:
    """ "Roe said the dam was old, adding …": the parser attaches "adding" to the clause, but its subject is Roe."""
    if clause.dep_ != "ccomp" or verb_cue(clause.head) is None:
        return None
    return subject_of(clause.head)


def answering_verb(by: Token) -> Token | None:
    """The answering verb of "answered Roe's claim that … by saying": the parser attaches "by" to the claim."""
    if by.lower_ != "by" or first_child(by, ("pcomp",)) is None:
        return None
    return next((t for t in by.ancestors if t.lemma_ in ANSWERS), None)


def _joined_cue(verb: Token) -> Token | None:
    """ "warned that it had failed and urged …": the parser may join the second cue to the clause of the first; the tense shows that."""
    if verb.dep_ != "conj" or verb.tag_ == verb.head.tag_ or _tense(verb) in (_tense(verb.head), "VB", "VBN"):
        return None
    return next((a for a in verb.head.ancestors if _tense(a) == _tense(verb) and verb_cue(a) is not None), None)


def _tense(verb: Token) -> str:
    finite = next((c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE), verb)
    return "VBP" if finite.tag_ == "VBZ" else finite.tag_


def _caused_speaker(verb: Token) -> Speaker | None:
    """ "leaves voters to wonder": the object of the verb above speaks."""
    if verb.dep_ not in ("xcomp", "advcl") or verb.tag_ not in ("VB", "VBG") or verb.head.lemma_ not in MOVES:
        return None
    moved = first_child(verb.head, ("dobj",))
    return speaker_phrase(moved) if moved is not None and verb.head.i < moved.i < verb.i else None


def _described_speaker(verb: Token) -> Speaker | None:
    """ "quoted Roe as saying", "accused Roe of saying", "praised Roe for saying": the object of the verb above speaks."""
    above = verb.head.head
    cue = verb_cue(above) if verb.dep_ == "pcomp" else None
    if cue is None or (verb.head.lower_, cue.stance) not in DESCRIBES:
        return None
    described = first_child(above, ("nsubjpass",)) or first_child(above, ("dobj",))
    return resolve_relative(described) if described is not None and described.i < verb.i else None


def _doer_of_noun(noun: Token, owner: Token) -> Speaker | None:
    """ "He repeated his claim": the subject is used, because "he" is resolved more often than "his"."""
    verb = noun.head
    if owner.lower_ not in OWNER or noun.dep_ != "dobj" or (verb_cue(verb) is not None and verb.lemma_ not in GIVES):
        return None
    doer = speaker_of_verb(verb)
    if doer is None or (doer.head.pos_ == "PRON" and doer.head.lower_ not in (OWNER[owner.lower_], "who")):
        return None
    return doer


def resolve_relative(pronoun: Token) -> Speaker:
    """ "Nadia Roe, who said": the phrase is from the name to the pronoun. Any other subject is a phrase alone."""
    if pronoun.lower_ not in RELATIVE or pronoun.head.dep_ != "relcl":
        return speaker_phrase(pronoun)
    noun = pronoun.head.head
    behind = sender_of(noun) if noun.lemma_ in UTTERANCES else None
    if behind is not None:
        return behind
    span = covering_span(t for t in descendants(noun, SIDE_REMARKS) if t.i < pronoun.i)
    return Speaker(noun, (span or token_span(noun)).joined(token_span(pronoun)))


def speaker_of_description(verb: Token) -> Speaker | None:
    """ "a letter saying": the sender if the sentence names one, otherwise the letter."""
    noun = verb.head
    if noun.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    if noun.lemma_ in UTTERANCES:
        return sender_of(noun) or speaker_phrase(noun)
    if verb.tag_ == "VB" and noun.dep_ == "dobj" and noun.ent_type_ != "PERSON" and noun.pos_ == "NOUN":
        return sender_of(noun) or speaker_phrase(noun)
    return speaker_phrase(noun)


def sender_of(noun: Token) -> Speaker | None:
    """ "her letter saying", "He issued a statement saying", "He spoke in a letter saying"."""
    owner = first_child(noun, ("poss",))
    if owner is not None:
        return speaker_phrase(owner)
    verb = _verb_above(noun)
    doer = subject_of(verb) if verb is not None else None
    return resolve_relative(doer) if doer is not None else None


def _verb_above(noun: Token) -> Token | None:
    """The verb that has the noun as its object or as an occasion ("spoke in a letter")."""
    for _ in range(MAX_NOUNS_UP):
        if noun.dep_ == "dobj" or (noun.dep_ == "prep" and noun.head.pos_ == "VERB"):
            return noun.head
        if not (noun.dep_ == "prep" or (noun.dep_ == "pobj" and noun.head.lower_ in AT_AN_OCCASION)):
            return None
        noun = noun.head
    return None
