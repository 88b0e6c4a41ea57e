"""Cues that report no statement at all.

A cue is *silent* if nobody answers ("declined to comment"). It is *open* if nobody knows whether the statement is made
("asked Roe to confirm that …", "if Roe says …").
"""

from spacy.tokens import Token

from onrecord.assistant.attribution.cues import verb_cue
from onrecord.assistant.attribution.tree import FINITE, first_child, is_infinitive, is_passive, subject_of
from onrecord.assistant.attribution.withheld import is_withheld, is_withheld_noun
from onrecord.assistant.language import OPEN

CONDITIONS = {*OPEN, "unless"}
NO_ANSWERS = {"comment", "speak", "talk", "respond", "reply", "answer", "react", "elaborate", "expand", "discuss", "touch", "interview", "draw"}  # "refused to be drawn"
NO_ANSWER_NOUNS = {"comment", "statement", "remark", "explanation", "announcement"}
TELLS = {"say", "tell", "add", "reveal", "disclose", "mention", "explain"}
DECLINES = {"decline", "refuse"}
ORDERS = {"expect", "want", "need", "schedule", "suppose", "tell", "wish", "invite"}  # besides the cues with the stance "orders"
SAID_AFTER_ALL = {"push", "persuade", "permit", "allow"}  # "pushed Roe to admit": Roe did
ASKED = {"ask", "press", "question"}
QUESTION_WORDS = {"WP", "WDT", "WRB", "WP$"}


def is_silent(verb: Token) -> bool:
    """ "did not comment", "offered no comment", "declined to answer". "declined to say whether …" is silent too: there "say" is the cue."""
    if verb.lemma_ in NO_ANSWERS:
        return is_withheld(verb)
    act = next((c for c in verb.children if c.dep_ == "xcomp" and is_infinitive(c)), None) if verb.lemma_ in DECLINES else None
    return _gives_no_answer(verb) or (act is not None and (act.lemma_ in NO_ANSWERS or _introduces_clause(act)))


def _gives_no_answer(verb: Token) -> bool:
    """ "said nothing", "offered no comment"."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return any(is_silent_noun(c) or (c.lower_ == "nothing" and verb.lemma_ in TELLS) for c in objects)


def is_silent_noun(noun: Token) -> bool:
    return noun.lemma_ in NO_ANSWER_NOUNS and is_withheld_noun(noun)


def says_nothing(verb: Token) -> bool:
    """ "did not comment on “…”", "did not say why “…”": the words in quotation marks are somebody else's."""
    cue = verb_cue(verb)
    return (verb.lemma_ in NO_ANSWERS or (cue is not None and "that" in cue.frames)) and is_withheld(verb)


def _introduces_clause(verb: Token) -> bool:
    cue = verb_cue(verb)
    return cue is not None and "that" in cue.frames and first_child(verb, ("ccomp",)) is not None


def is_open(cue: Token) -> bool:
    """Whether nobody knows if the statement is made: in a condition, in an order and in a question."""
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in cue.children) or _is_inverted_condition(cue):
        return True
    return _is_ordered(cue) or _is_yes_no_question(cue) or _is_asked_aside(cue)


def _is_inverted_condition(cue: Token) -> bool:
    """ "had Roe said so, they would have left"."""
    subject, auxiliary = subject_of(cue), first_child(cue, ("aux",))
    inverted = subject is not None and auxiliary is not None and auxiliary.i < subject.i and auxiliary.lower_ in ("had", "should")
    return inverted and cue.dep_ in ("ccomp", "advcl")


def _is_ordered(cue: Token) -> bool:
    """ "asked Roe to say", "wants Roe to say", "Roe is expected to say"."""
    if not is_infinitive(cue) or cue.dep_ not in ("xcomp", "ccomp", "advcl"):
        return False
    above = cue.head
    ordering = verb_cue(above)
    orders = above.lemma_ in ORDERS or (ordering is not None and ordering.stance == "orders" and above.lemma_ not in SAID_AFTER_ALL)
    return orders and (subject_of(cue) is not None or (cue.dep_ != "advcl" and (is_passive(above) or _has_object_before(above, cue))))


def _has_object_before(verb: Token, cue: Token) -> bool:
    return any(c.dep_ in ("dobj", "dative") and verb.i < c.i < cue.i for c in verb.children)


def _is_yes_no_question(cue: Token) -> bool:
    """ "Did Roe say that …?" A question with "why" takes the statement as made."""
    if cue.dep_ != "ROOT" or cue.sent[-1].text != "?":
        return False
    subject = subject_of(cue)
    asks_for_who = subject is not None and subject.tag_ in QUESTION_WORDS
    inverted = subject is not None and any(c.dep_ == "aux" and c.i < subject.i for c in cue.lefts)
    return asks_for_who or (inverted and not any(t.tag_ in QUESTION_WORDS for t in cue.sent if t.i < cue.i))


def is_asked(verb: Token) -> bool:
    """ "asked about it, Roe left": the words after the verb are not Roe's."""
    return verb.lemma_ in ASKED and is_passive(verb)


def _is_asked_aside(cue: Token) -> bool:
    """ "Roe, asked whether it was safe, left": the parser may read "asked" as the verb of the sentence, and Roe as the one who asks."""
    if cue.lemma_ not in ASKED or cue.i == 0 or cue.nbor(-1).text != ",":
        return False
    later = (c for c in cue.rights if c.dep_ in ("ccomp", "conj") and c.tag_ in FINITE and c.left_edge.nbor(-1).text == ",")
    return any(subject_of(c) is None for c in later)
