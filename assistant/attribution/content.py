"""Finds the content of a cue verb: a clause, an infinitive, an object, a prepositional phrase, or the sentence that the verb interrupts."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from onrecord.assistant.attribution.cues import CALLED, Cue, noun_cue, verb_cue
from onrecord.assistant.attribution.model import Span
from onrecord.assistant.attribution.speakers import speaker_of_noun
from onrecord.assistant.attribution.tree import covering_span, descendants, descendants_without_asides

FINITE = {"VBD", "VBZ"}
SENTENCE_ENDS = {".", "!", "?"}
ASKS = {"ask", "wonder", "question", "inquire", "see", "know", "say"}
TIMES = ("DATE", "TIME")
MAX_TOKENS_TO_THAT = 12
NEVER_INTERRUPTS = {"continue", "mention", "hear", "see", "ask", "want", "decide"}
KEEPS_SENSE = {"point", "call", "speak", "list", "sum", "lash"}  # with a particle; "write off" is not writing
REASONS = {"because", "if", "unless", "since", "although", "though", "whether", "until"}
COMPLEMENTS = {"by", "for", "with", "from", "of", "about", "against", "because", "despite", "without", "to", "into", "as"}
BESIDE = {"while", "whereas", "although", "though", "as"}
SAYS_TOO = {"call", "plead"}  # "pleaded not guilty" and "called it bitter" ask for nothing
TRAILS = {"prep", "advcl", "xcomp", "acl", "oprd", "conj", "cc"}
REMARK_PARTS = {"nsubj", "mark", "advmod", "aux", "npadvmod", "punct"}


def content_of(verb: Token, cue: Cue) -> Span | None:
    """The content of `verb`. The first frame that the sentence has decides."""
    for frame in (clause, that_further_on, infinitive, gerund, called, object_and_phrase, interrupted_sentence):
        span = frame(verb, cue)
        if span is not None:
            return span
    return None


def stance_of(verb: Token, cue: Cue) -> str:
    """The stance of a cue. "did not say whether" withholds a statement, and "called it a disgrace" does not ask for anything."""
    if any(c.dep_ == "neg" for c in verb.children):
        return "withholds"
    names_something = any(c.dep_ == "oprd" or (c.dep_ == "ccomp" and c.pos_ in ("NOUN", "ADJ", "PROPN")) for c in verb.children)
    if names_something and cue.lemma in CALLED:
        return CALLED[cue.lemma]
    return "says" if cue.stance == "orders" and cue.lemma in SAYS_TOO and not _asks_for_something(verb) else cue.stance


def _asks_for_something(verb: Token) -> bool:
    return any(is_infinitive(c) or (c.dep_ == "prep" and c.lower_ in ("for", "on", "upon")) for c in verb.children)


def clause(verb: Token, cue: Cue) -> Span | None:
    """ "said that …", "asked whether …", and a quotation that the parser reads as a clause."""
    if "that" not in cue.frames:
        return None
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and not is_infinitive(c)]
    clauses = clauses or [c for c in verb.children if c.dep_ == "xcomp" and c.tag_ in ("VBD", "VBZ", "VBP")]
    clauses = clauses or [c for c in verb.rights if c.dep_ == "advcl" and _is_question(verb, c)]
    spans = [s for c in clauses if (s := covering_span([*_clause_with_subject(verb, c), *_trailing_phrases(verb, c), *_next_clause(verb, c), *_after_colon(verb, c), *_after_interruption(verb, c)]))]
    return max(spans, key=lambda s: s.end - s.start, default=None)


def _is_question(verb: Token, clause: Token) -> bool:
    """ "asked if it would hold": directly after the cue or after the person asked, the parser reads the question as a condition."""
    opening = clause.left_edge
    objects = [c for c in verb.rights if c.dep_ in ("dobj", "dative")]
    expected = {verb.i + 1, *(o.right_edge.i + 1 for o in objects[:1])}
    return opening.i in expected and (opening.lower_ in ("that", "whether", "how", "why", "what", "who", "where") or (opening.lower_ == "if" and verb.lemma_ in ASKS))


def _next_clause(verb: Token, content: Token) -> list[Token]:
    """ "said the dam had failed, but it would be rebuilt": the parser joins the second clause to the cue, not to the first."""
    if content.i < verb.i:
        return []
    joined = [c for c in verb.rights if c.dep_ == "conj" and c.i > content.i and verb_cue(c) is None and has_subject(c)]
    return _descend_all(joined)


def _after_colon(verb: Token, content: Token) -> list[Token]:
    """ "said it was simple: The dam is old", "said it would rain; nobody would come": the rest of the sentence is content too."""
    end = content.right_edge.i + 1
    doc = verb.doc
    if content.i < verb.i or end >= len(doc) or doc[end].text not in (":", ";"):
        return []
    stop = next((t.i for t in doc[end + 1 :] if "\n" in t.text or t.text in SENTENCE_ENDS), len(doc))
    return list(doc[end:stop])


def _after_interruption(verb: Token, content: Token) -> list[Token]:
    """ "The dam, she said, will fail because it is old", "It was helped, she said, by the rain": the words after the second comma."""
    end = verb.i + 1
    if content.i > verb.i or end >= len(verb.doc) or verb.doc[end].text != ",":
        return []
    return _descend_all(c for c in verb.rights if c.left_edge.i > end and _continues_content(c))


def _continues_content(part: Token) -> bool:
    marks = any(c.dep_ == "mark" and c.lower_ in REASONS for c in part.children)
    joined = part.dep_ == "conj" and has_subject(part) and verb_cue(part) is None
    return marks or joined or (part.dep_ == "xcomp" and is_infinitive(part)) or (part.dep_ in ("prep", "agent") and part.lower_ in COMPLEMENTS)


def has_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)


def _clause_with_subject(verb: Token, head: Token) -> list[Token]:
    """ "said the days when … are gone": the parser may leave the clause's subject with the verb."""
    strayed = [c for c in verb.children if c.dep_ in ("npadvmod", "dobj") and verb.i < c.left_edge.i == verb.i + 1 and c.ent_type_ not in TIMES]
    heads = [head, *strayed] if head.i > verb.i and cue_takes_no_addressee(verb) else [head]
    rest = {t for c in head.rights if _continues_narration(verb, head, c) or _has_other_speaker(c) for t in descendants(c)}
    return [t for t in _descend_all(heads) if t not in rest]


def _continues_narration(verb: Token, head: Token, joined: Token) -> bool:
    """ "said the dam should fall and left": a verb without a subject that is joined to the clause and has the cue's tense is the speaker's act."""
    if joined.dep_ != "conj" or joined.i < verb.i or has_subject(joined) or joined.tag_ != verb.tag_ or verb.tag_ not in FINITE:
        return False
    return head.tag_ != joined.tag_ and not any(c.dep_ in ("aux", "auxpass") for c in joined.children)


def _has_other_speaker(clause: Token) -> bool:
    """ "a third said it was safe, while half said it was not": the second clause has its own speaker."""
    marks = any(c.dep_ == "mark" and c.lower_ in BESIDE for c in clause.children)
    return clause.dep_ == "advcl" and marks and verb_cue(clause) is not None and has_subject(clause)


def cue_takes_no_addressee(verb: Token) -> bool:
    return verb.lemma_ in ("say", "think", "believe", "argue", "claim", "add", "insist")


def that_further_on(verb: Token, cue: Cue) -> Span | None:
    """ "said in a letter that …": the parser attaches the clause to the letter."""
    if "that" not in cue.frames:
        return None
    for token in verb.doc[verb.i + 1 : min(verb.i + MAX_TOKENS_TO_THAT, verb.sent.end)]:
        if noun_cue(token) is not None and speaker_of_noun(token) is not None:
            return None
        if token.dep_ == "mark" and token.lower_ == "that" and verb.is_ancestor(token):
            return covering_span(descendants(token.head))
        if token.pos_ == "VERB" and token.dep_ not in ("acl", "relcl") and not token.is_sent_start:
            return None
    return None


def infinitive(verb: Token, cue: Cue) -> Span | None:
    """ "vowed to help", "urged them to leave" (including the person asked)."""
    if "to" not in cue.frames:
        return None
    found = next((c for c in verb.children if c.dep_ in ("xcomp", "ccomp") and is_infinitive(c)), None)
    return covering_span([*descendants_without_asides(found), *_trailing_phrases(verb, found)]) if found is not None else None


def gerund(verb: Token, cue: Cue) -> Span | None:
    """ "proposed banning the fleet"."""
    if "object" not in cue.frames:
        return None
    found = next((c for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBG"), None)
    return covering_span([*descendants_without_asides(found), *_trailing_phrases(verb, found)]) if found is not None else None


def called(verb: Token, cue: Cue) -> Span | None:
    """ "called the plan a disgrace"."""
    if verb.lemma_ not in CALLED:
        return None
    parts = [c for c in verb.children if c.dep_ in ("dobj", "oprd", "ccomp", "xcomp") and c.i > verb.i]
    named = any(c.dep_ in ("oprd", "ccomp") for c in parts)
    return covering_span([*_descend_all(parts), *_trailing_phrases(verb, parts[-1])]) if named else None


def object_and_phrase(verb: Token, cue: Cue) -> Span | None:
    """ "denied the charge", "called for calm", "accused them of theft", "was accused by them of theft"."""
    parts = list(_prepositional_content(verb, cue))
    if any(c.dep_ == "prt" for c in verb.children) and cue.lemma not in KEEPS_SENSE and "_" not in cue.lemma:
        return None
    if "object" in cue.frames or parts:
        parts += _objects(verb)
    return covering_span([*_descend_all(parts), *_trailing_phrases(verb, max(parts))]) if parts else None


def _objects(verb: Token) -> list[Token]:
    """The objects, without the "that" of "that she denied the charge", which the parser may read as a second object."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    behind = [o for o in objects if o.i > verb.i]
    return [o for o in objects if o.i > verb.i or o.tag_ not in ("WDT", "IN")] if behind else objects


def _trailing_phrases(verb: Token, content: Token) -> list[Token]:
    """Words after the content without a comma belong to it, although the parser attaches them to the cue: "… if it rains"."""
    if content.i < verb.i:
        return []
    heads, edge = [], content.right_edge.i
    for child in verb.rights:
        if child.left_edge.i == edge + 1 and child.dep_ in TRAILS and not _is_time(child) and verb_cue(child) is None:
            heads.append(child)
            edge = child.right_edge.i
    return _descend_all(heads)


def _is_time(phrase: Token) -> bool:
    return any(c.ent_type_ in TIMES for c in phrase.children) or phrase.ent_type_ in TIMES


def interrupted_sentence(verb: Token, cue: Cue) -> Span | None:
    """ "The transfer, she said, would fail", "…, as she said": the verb depends on the sentence that is its content."""
    if "that" not in cue.frames or cue.lemma in NEVER_INTERRUPTS:
        return None
    if verb.dep_ != "parataxis" and not _is_remark(verb):
        return None
    own = {t.i for t in descendants(verb)}
    return covering_span(t for t in descendants(verb.head) if t.i not in own)


def is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _is_remark(verb: Token) -> bool:
    """ "as she said", where the verb has no other complement; not "as she attacked the plan"."""
    if verb.dep_ != "advcl" or not any(c.lower_ == "as" for c in verb.children):
        return False
    return all(c.dep_ in REMARK_PARTS for c in verb.children)


def _prepositional_content(verb: Token, cue: Cue) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in cue.frames:
            yield from (c for c in child.children if c.dep_ in ("pobj", "pcomp", "prep", "amod", "advcl"))


def _descend_all(heads: Iterable[Token]) -> list[Token]:
    return [t for head in heads for t in descendants_without_asides(head)]
