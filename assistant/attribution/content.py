"""Finds the content of a cue verb: a clause, an infinitive, an object, a prepositional phrase, or the sentence that the verb interrupts."""

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from onrecord.assistant.attribution.clauses import clause, made_clear, that_further_on, trailing_phrases
from onrecord.assistant.attribution.cues import CALLED, Cue
from onrecord.assistant.attribution.model import Span
from onrecord.assistant.attribution.non_speakers import TIMES, is_no_agent
from onrecord.assistant.attribution.tree import (
    clauses_of_agent,
    complements_of_agent,
    covering_span,
    descend_all,
    descendants,
    descendants_without_asides,
    first_child,
    is_infinitive,
    is_passive,
)
from onrecord.assistant.attribution.withheld import is_withheld

NEVER_INTERRUPTS = {"continue", "mention", "hear", "see", "ask", "want", "decide"}
KEEPS_SENSE = {"point", "speak", "list", "sum", "lash"}  # with a particle; "write off" is not writing, "call up" not calling
CLAUSES = {"xcomp", "ccomp", "advcl", "oprd", "relcl", "acl"}
SAYS_TOO = {"call", "plead"}  # "pleaded not guilty" and "called it bitter" ask for nothing
REMARK_PARTS = {"nsubj", "mark", "advmod", "aux", "npadvmod", "punct"}


def content_of(verb: Token, cue: Cue) -> tuple[Span, str] | None:
    """The content of `verb` and its frame. The first frame that the sentence has decides."""
    for find, frame in FRAMES.items():
        span = find(verb, cue)
        if span is not None:
            return span, frame or _phrase_frame(verb, cue)
    return None


def _phrase_frame(verb: Token, cue: Cue) -> str:
    """The preposition of the content, or "object"."""
    return next((c.lower_ for c in _content_phrases(verb, cue)), "object")


def stance_of(verb: Token, cue: Cue, frame: str) -> str:
    """The stance of a cue. "did not say whether" withholds a statement, and "called it a disgrace" does not ask for anything."""
    if is_withheld(verb):
        return "withholds"
    names_something = any(c.dep_ == "oprd" or (c.dep_ == "ccomp" and c.pos_ in ("NOUN", "ADJ", "PROPN")) for c in verb.children)
    if names_something and cue.lemma in CALLED:
        return CALLED[cue.lemma]
    stance = cue.stances.get(frame, cue.stance)
    return "says" if stance == "orders" and cue.lemma in SAYS_TOO and not _asks_for_something(verb) else stance


def _asks_for_something(verb: Token) -> bool:
    return any(is_infinitive(c) or (c.dep_ == "prep" and c.lower_ in ("for", "on", "upon")) for c in verb.children)


def infinitive(verb: Token, cue: Cue) -> Span | None:
    """ "vowed to help", "urged them to leave" (including the person asked), "called for them to leave"."""
    if "to" not in cue.frames:
        return None
    found = next((c for c in verb.children if (c.dep_ in ("xcomp", "ccomp") or _opens_with_for(c, cue)) and is_infinitive(c)), None)
    return covering_span([*descendants_without_asides(found), *trailing_phrases(verb, found)]) if found is not None else None


def _opens_with_for(clause: Token, cue: Cue) -> bool:
    return clause.dep_ == "advcl" and "for" in cue.frames and clause.i > clause.head.i and any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)


def reported_infinitive(verb: Token, cue: Cue) -> Span | None:
    """ "is said by two officers to be furious"."""
    if "that" not in cue.frames or not is_passive(verb) or first_child(verb, ("nsubjpass",)) is None:
        return None
    found = next((c for c in (*verb.rights, *clauses_of_agent(verb)) if c.dep_ in CLAUSES and is_infinitive(c)), None)
    return covering_span(descendants_without_asides(found)) if found is not None else None


def gerund(verb: Token, cue: Cue) -> Span | None:
    """ "proposed banning the fleet"."""
    if "object" not in cue.frames:
        return None
    found = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBG"), None)
    return covering_span([*descendants_without_asides(found), *trailing_phrases(verb, found)]) if found is not None else None


def called(verb: Token, cue: Cue) -> Span | None:
    """ "called the plan a disgrace"."""
    if verb.lemma_ not in CALLED:
        return None
    parts = [c for c in verb.children if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp") and c.i > verb.i]
    named = any(c.dep_ in ("oprd", "ccomp") for c in parts)
    return covering_span([*descend_all(parts), *trailing_phrases(verb, parts[-1])]) if named else None


def object_and_phrase(verb: Token, cue: Cue) -> Span | None:
    """ "denied the charge", "called for calm", "accused them of theft", "was accused by them of theft"."""
    parts = list(_prepositional_content(verb, cue))
    if any(c.dep_ == "prt" for c in verb.children) and cue.lemma not in KEEPS_SENSE and " " not in cue.lemma:
        return None
    if "object" in cue.frames or parts:
        parts += _objects(verb)
    return covering_span([*descend_all(parts), *trailing_phrases(verb, max(parts))]) if parts else None


def _objects(verb: Token) -> list[Token]:
    """The objects, without the "that" of "that she denied the charge", which the parser may read as a second object."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    behind = [o for o in objects if o.i > verb.i]
    return [o for o in objects if o.i > verb.i or o.tag_ not in ("WDT", "IN")] if behind else objects


def _prepositional_content(verb: Token, cue: Cue) -> Iterator[Token]:
    for phrase in _content_phrases(verb, cue):
        yield from (c for c in phrase.children if c.dep_ in ("pobj", "pcomp", "prep", "amod", "advcl"))


def _content_phrases(verb: Token, cue: Cue) -> Iterator[Token]:
    """The phrases with a preposition of the cue, without places and times: "stood by the bridge", "called on Tuesday"."""
    for phrase in (*verb.children, *complements_of_agent(verb)):
        if phrase.dep_ == "prep" and phrase.lower_ in cue.frames and not (phrase.lower_ in ("by", "on") and _is_circumstance(phrase)):
            yield phrase


def _is_circumstance(phrase: Token) -> bool:
    noun = first_child(phrase, ("pobj",))
    return noun is not None and (noun.ent_type_ in TIMES or (phrase.lower_ == "by" and is_no_agent(noun)))


def interrupted_sentence(verb: Token, cue: Cue) -> Span | None:
    """ "The transfer, she said, would fail", "…, as she said": the verb depends on the sentence that is its content."""
    if "that" not in cue.frames or cue.lemma in NEVER_INTERRUPTS:
        return None
    if verb.dep_ != "parataxis" and not _is_remark(verb):
        return None
    own = {t.i for t in descendants(verb)}
    return covering_span(t for t in descendants(verb.head) if t.i not in own)


def _is_remark(verb: Token) -> bool:
    """ "as she said", where the verb has no other complement; not "as she attacked the plan"."""
    if verb.dep_ != "advcl" or not any(c.lower_ == "as" for c in verb.children):
        return False
    return all(c.dep_ in REMARK_PARTS or c.lower_ == "it" for c in verb.children)


FRAMES: dict[Callable[[Token, Cue], Span | None], str | None] = {
    made_clear: "that",
    clause: "that",
    that_further_on: "that",
    infinitive: "to",
    reported_infinitive: "that",
    gerund: "object",
    called: "object",
    object_and_phrase: None,  # the phrase decides
    interrupted_sentence: "that",
}
