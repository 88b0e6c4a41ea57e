"""Finds the clause that a cue verb introduces: "said that …", "asked whether …", and what the parser has torn from it."""

from spacy.tokens import Token

from onrecord.assistant.attribution.cues import Cue, noun_cue, verb_cue
from onrecord.assistant.attribution.model import Span
from onrecord.assistant.attribution.non_speakers import TIMES
from onrecord.assistant.attribution.speakers import speaker_of_noun
from onrecord.assistant.attribution.tree import (
    clauses_of_agent,
    covering_span,
    descend_all,
    descendants,
    descendants_without_asides,
    first_child,
    has_subject,
    is_infinitive,
    is_passive,
)

NARRATES = {"VBD", "VBZ"}  # tags of a verb that goes on with what the speaker does
SENTENCE_ENDS = {".", "!", "?"}
ASKS = {"ask", "wonder", "question", "inquire", "see", "know", "say"}
MAX_TOKENS_TO_THAT = 12
REASONS = {"because", "if", "unless", "since", "although", "though", "whether", "until"}
COMPLEMENTS = {"by", "for", "with", "from", "of", "about", "against", "because", "despite", "without", "to", "into", "as"}
BESIDE = {"while", "whereas", "although", "though", "as"}
TRAILS = {"prep", "advcl", "xcomp", "acl", "oprd", "conj", "cc"}


def clause(verb: Token, cue: Cue) -> Span | None:
    """ "said that …", "asked whether …", and a quotation that the parser reads as a clause."""
    if "that" not in cue.frames:
        return None
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and not is_infinitive(c)]
    clauses = clauses or [c for c in verb.children if c.dep_ == "xcomp" and c.tag_ in ("VBD", "VBZ", "VBP")]
    clauses = clauses or [c for c in verb.rights if c.dep_ == "advcl" and _is_question(verb, c)]
    clauses = clauses or ([c for c in clauses_of_agent(verb) if c.left_edge.lower_ == "that"] if _has_empty_subject(verb) else [])
    spans = [s for c in clauses if (s := covering_span([*_clause_with_subject(verb, c), *trailing_phrases(verb, c), *_next_clause(verb, c), *_after_colon(verb, c), *_after_interruption(verb, c)]))]
    return max(spans, key=lambda s: s.end - s.start, default=None)


def _has_empty_subject(verb: Token) -> bool:
    """ "It was said by Roe that …"."""
    subject = first_child(verb, ("nsubjpass",))
    return subject is not None and subject.lower_ == "it"


def _is_question(verb: Token, clause: Token) -> bool:
    """ "asked if it would hold": directly after the cue or after the person asked, the parser reads the question as a condition."""
    opening = clause.left_edge
    objects = [c for c in verb.rights if c.dep_ in ("dobj", "dative", "agent")]
    expected = {verb.i + 1, *(o.right_edge.i + 1 for o in objects[:1])}
    return opening.i in expected and (opening.lower_ in ("that", "whether", "how", "why", "what", "who", "where") or (opening.lower_ == "if" and verb.lemma_ in ASKS))


def _next_clause(verb: Token, content: Token) -> list[Token]:
    """ "said the dam had failed, but it would be rebuilt": the parser joins the second clause to the cue, not to the first."""
    if content.i < verb.i:
        return []
    joined = [c for c in verb.rights if c.dep_ == "conj" and c.i > content.i and verb_cue(c) is None and has_subject(c)]
    return descend_all(joined)


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
    return descend_all(c for c in verb.rights if c.left_edge.i > end and _continues_content(c))


def _continues_content(part: Token) -> bool:
    marks = any(c.dep_ == "mark" and c.lower_ in REASONS for c in part.children)
    joined = part.dep_ == "conj" and has_subject(part) and verb_cue(part) is None
    return marks or joined or (part.dep_ == "xcomp" and is_infinitive(part)) or (part.dep_ in ("prep", "agent") and part.lower_ in COMPLEMENTS)


def _clause_with_subject(verb: Token, head: Token) -> list[Token]:
    """ "said the days when … are gone": the parser may leave the clause's subject with the verb."""
    strayed = [c for c in verb.children if c.dep_ in ("npadvmod", "dobj") and verb.i < c.left_edge.i == verb.i + 1 and c.ent_type_ not in TIMES]
    heads = [head, *strayed] if head.i > verb.i and (_takes_no_addressee(verb) or is_passive(verb)) else [head]
    rest = {t for c in head.rights if _continues_narration(verb, head, c) or _has_other_speaker(c) for t in descendants(c)}
    return [t for t in descend_all(heads) if t not in rest]


def _continues_narration(verb: Token, head: Token, joined: Token) -> bool:
    """ "said the dam should fall and left": a verb without a subject that is joined to the clause and has the cue's tense is the speaker's act."""
    if joined.dep_ != "conj" or joined.i < verb.i or has_subject(joined) or joined.tag_ != verb.tag_ or verb.tag_ not in NARRATES:
        return False
    return head.tag_ != joined.tag_ and not any(c.dep_ in ("aux", "auxpass") for c in joined.children)


def _has_other_speaker(clause: Token) -> bool:
    """ "a third said it was safe, while half said it was not": the second clause has its own speaker."""
    marks = any(c.dep_ == "mark" and c.lower_ in BESIDE for c in clause.children)
    return clause.dep_ == "advcl" and marks and verb_cue(clause) is not None and has_subject(clause)


def _takes_no_addressee(verb: Token) -> bool:
    return verb.lemma_ in ("say", "think", "believe", "argue", "claim", "add", "insist")


def made_clear(verb: Token, cue: Cue) -> Span | None:
    """ "made clear that …", "made it clear on Monday that …": the parser attaches the clause to "clear"."""
    clear = next((c for c in verb.rights if c.lower_ == "clear"), None) if cue.lemma == "make clear" else None
    found = next((c for c in clear.rights if c.dep_ in ("csubj", "ccomp", "advcl", "nsubj", "dobj")), None) if clear is not None else None
    return covering_span(descendants_without_asides(found)) if found is not None else None


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


def trailing_phrases(verb: Token, content: Token) -> list[Token]:
    """Words after the content without a comma belong to it, although the parser attaches them to the cue: "… if it rains"."""
    if content.i < verb.i:
        return []
    heads, edge = [], content.right_edge.i
    for child in verb.rights:
        if child.left_edge.i == edge + 1 and child.dep_ in TRAILS and not _is_time(child) and verb_cue(child) is None:
            heads.append(child)
            edge = child.right_edge.i
    return descend_all(heads)


def _is_time(phrase: Token) -> bool:
    return any(c.ent_type_ in TIMES for c in phrase.children) or phrase.ent_type_ in TIMES
