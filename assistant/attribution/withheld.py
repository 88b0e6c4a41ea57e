"""Whether a speaker makes the statement of a cue: "did not say", "failed to say" and "nobody said" report no statement.

Such a statement is *withheld*. Its stance is "withholds". A statement of nobody is dropped.
"""

from spacy.tokens import Token

from onrecord.assistant.attribution.tree import first_child, subject_of
from onrecord.assistant.language import NEGATIVE_DETERMINERS, NEGATIVES

WITHHOLDING = {"decline", "refuse", "fail", "avoid", "hesitate", "forget", "neglect", "omit", "deny", "resist", "refrain"}  # "failed to say"
GIVEN_UP = {"stop", "cease", "quit"}  # "stopped saying", but "stopped to say"
SAID_IF_NEGATED = WITHHOLDING | GIVEN_UP | {"help", "tire", "shy", "shrink"}  # "did not hesitate to say", "could not help saying"
UNABLE = {"unable", "unwilling", "reluctant", "hesitant", "loath", "powerless"}
KEPT_FROM = {"refrain", "keep", "stop", "prevent", "ban", "bar", "abstain", "shy", "back", "prohibit", "discourage", "forbid", "shrink"}  # "refrained from saying"
DENIES = {"deny", "reject", "dismiss", "dispute", "refute", "rebut"}
TRUE, UNTRUE = {"true", "correct"}, {"untrue", "false", "wrong", "incorrect"}  # of "it is … that"
HARDLY = {"hardly", "scarcely", "nowhere", "never", "nor", "neither"}
OCCASIONS = {"point", "time", "way", "circumstance", "mean", "means", "moment"}  # "at no point did Roe say"
ONLY = {"only", "just", "merely", "simply"}  # "not only did Roe say"


def is_withheld(cue: Token) -> bool:
    """Whether the speaker does not make the statement of a cue verb: "did not say", "failed to say", "without saying"."""
    if _is_negated(cue) or _is_yet_to(cue):
        return True
    if cue.dep_ == "conj":
        return _shares_negation(cue) and is_withheld(cue.head)
    if cue.dep_ == "pcomp":
        return _is_left_out(cue.head)
    return _is_disputed(cue) or (cue.dep_ == "xcomp" and _is_withheld_by(cue.head, cue))


def _is_disputed(cue: Token) -> bool:
    """ "denied that Roe said", "denied a report that Roe said", "it is not true that Roe said"."""
    above = cue.head
    if cue.dep_ in ("ccomp", "csubj"):
        judged = next((c.lemma_ for c in above.children if c.dep_ == "acomp"), None) if above.lemma_ == "be" else None
        return above.lemma_ == "deny" and not _is_negated(above) if judged is None else judged in (TRUE if _is_negated(above) else UNTRUE)
    return cue.dep_ == "acl" and above.dep_ == "dobj" and above.head.lemma_ in DENIES and not _is_negated(above.head)


def _is_withheld_by(above: Token, cue: Token) -> bool:
    """ "declined to say", "did not want to say", "was unable to say", "was not ready to say"."""
    if above.pos_ == "ADJ":
        negated = above.dep_ == "acomp" and _is_negated(above.head)
        too = any(c.lower_ == "too" for c in above.children)
        return negated != (too or above.lemma_ in UNABLE)
    if above.lemma_ in WITHHOLDING or (above.lemma_ in GIVEN_UP and cue.tag_ == "VBG"):
        return not _is_negated(above)
    return above.lemma_ not in SAID_IF_NEGATED and is_withheld(above)


def _is_negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" and not _is_only(c) for c in verb.children) or _follows_nor(verb):
        return True
    return any(_negates(c) for c in verb.lefts) or any(c.dep_ == "preconj" and c.lower_ == "neither" for s in verb.lefts for c in s.children)


def _is_only(negation: Token) -> bool:
    after = negation.i + 1
    return after < len(negation.doc) and negation.doc[after].lower_ in ONLY


def _follows_nor(verb: Token) -> bool:
    before = verb.left_edge.i - 1
    return before >= 0 and verb.doc[before].lower_ == "nor"


def _negates(part: Token) -> bool:
    """ "hardly", "no longer", "at no point"."""
    if part.dep_ in ("advmod", "cc", "preconj"):
        return part.lower_ in HARDLY or (part.lower_ == "longer" and any(c.lower_ == "no" for c in part.children))
    occasion = first_child(part, ("pobj",)) if part.dep_ == "prep" else None
    return occasion is not None and occasion.lemma_ in OCCASIONS and _has_negative_determiner(occasion)


def _is_yet_to(verb: Token) -> bool:
    return verb.i > 1 and verb.doc[verb.i - 1].lower_ == "to" and verb.doc[verb.i - 2].lower_ == "yet"


def _shares_negation(verb: Token) -> bool:
    """ "did not confirm or deny": a bare verb without a subject of its own, joined to a verb of the same form."""
    own = subject_of(verb) is not None or any(c.dep_ == "aux" for c in verb.children)
    joined_by_or = any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in verb.head.children)
    return not own and verb.tag_ == verb.head.tag_ and (verb.tag_ == "VB" or joined_by_or)


def _is_left_out(preposition: Token) -> bool:
    """ "without saying", "refrained from saying", "stopped short of saying", "instead of saying", "cannot be quoted as saying"."""
    above = preposition.head
    if preposition.lower_ == "without":
        return True
    if preposition.lower_ == "as":
        return is_withheld(above)
    if preposition.lower_ == "from":
        return (above.lemma_ in KEPT_FROM or above.head.lemma_ in KEPT_FROM) and not _is_negated(above)
    return preposition.lower_ == "of" and preposition.nbor(-1).lower_ in ("short", "instead")


def is_withheld_noun(noun: Token) -> bool:
    """ "made no claim that", "did not make the claim that"."""
    return _has_negative_determiner(noun) or (noun.dep_ == "dobj" and is_withheld(noun.head))


def names_nobody(head: Token) -> bool:
    """ "nobody", "no official", "none of them", "not everyone"; but "Roe, not Vale," names Roe."""
    not_all = any(c.dep_ == "neg" and c.i < head.i for c in head.children)
    return head.lower_ in NEGATIVES or not_all or _has_negative_determiner(head)


def _has_negative_determiner(noun: Token) -> bool:
    """ "no official", but "No 10" is a name."""
    return noun.pos_ != "NUM" and any(c.dep_ in ("det", "neg") and c.lower_ in NEGATIVE_DETERMINERS for c in noun.children)
