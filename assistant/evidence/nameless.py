"""Sentences whose speaker is only "he" or "she": they get the name from the sentence before, or that sentence itself; otherwise they are not served."""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.assistant.evidence.model import Evidence
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING as TUNING
from onrecord.assistant.language import GENDER, MEN, OFFICES, PRONOUNS, WOMEN, parse_sentence
from onrecord.vectorstore.sentences import sentence_spans

HOLDERS = OFFICES | frozenset("counterpart successor predecessor deputy rival lawyer brother sister".split())  # of a name that the parser takes for a company
MAX_BEFORE = 500  # code points before the excerpt that are searched for the sentence before


def with_names(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with the names of its speakers. What a nameless "he" says is left out if anything else is left."""
    named = [credit_before(e) if is_nameless(e) else e for e in evidence]
    named = [with_sentence_before(e) if is_nameless(e) else e for e in named]
    return [e for e in named if not is_nameless(e)] or named


def is_nameless(evidence: Evidence) -> bool:
    """Whether the speaker is "he" or "she", whose name is known neither from the article nor from the words before in the excerpt."""
    said, word = evidence.statement, evidence.speaker_as_written.lower()
    if said is None or word not in GENDER or not evidence.names_speaker_itself:
        return False
    assert said.speaker is not None
    known = said.speaker_name and said.speaker_name.lower() not in PRONOUNS
    return not known and not person_in(evidence.article.text[evidence.start : said.speaker.start])


def credit_before(evidence: Evidence) -> Evidence:
    """The evidence, credited to the only person whom the sentence before names, if that is its subject and may be meant by the pronoun."""
    start, end = sentence_before(evidence)
    name = subject_named(evidence.article.text[start:end])
    if not name or not fits(name, evidence.speaker_as_written.lower()) or evidence.statement is None:
        return evidence
    return replace(evidence, statement=replace(evidence.statement, speaker_name=name))


def with_sentence_before(evidence: Evidence) -> Evidence:
    """The evidence with the sentence before, if that names somebody and both are short enough to be read together."""
    start, end = sentence_before(evidence)
    short = evidence.end - start <= TUNING.max_excerpt
    return replace(evidence, start=start) if short and person_in(evidence.article.text[start:end]) else evidence


def sentence_before(evidence: Evidence) -> tuple[int, int]:
    """Where the sentence before the excerpt begins and ends in the article; an empty span if there is none."""
    at = max(0, evidence.start - MAX_BEFORE)
    spans = list(sentence_spans(evidence.article.text[at : evidence.start]))
    return (at + spans[-1][0], at + spans[-1][1]) if spans else (evidence.start, evidence.start)


def subject_named(sentence: str) -> str:
    """The full name of the person who is the subject of a sentence; empty if it names two persons, or the subject is somebody else."""
    doc = parse_sentence(sentence)
    subject = next((t for t in doc if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"), None)
    if subject is None:
        return ""
    head = next((c for c in subject.children if c.dep_ == "appos"), subject)  # "the mayor, Tilda Roan,"
    is_person = head.ent_type_ == "PERSON" or (head is not subject and subject.lemma_.lower() in HOLDERS)
    words = [t for t in (*head.lefts, head) if t.pos_ == "PROPN" and (head is not subject or t.ent_type_ == "PERSON")]
    name = doc[words[0].i : head.i + 1].text if words else ""
    others = [e for e in doc.ents if e.label_ == "PERSON" and not any(t in e for t in words)]
    return name if is_person and " " in name and not others else ""


def person_in(text: str) -> bool:
    """Whether a text names a person, or its subject has a name: the parser knows few last names."""
    doc = parse_sentence(text) if text.strip() else ()
    return any(t.ent_type_ == "PERSON" or (t.pos_ == "PROPN" and t.dep_ == "nsubj") for t in doc)


def fits(name: str, pronoun: str) -> bool:
    """Whether the first name is not known to be of the other gender."""
    first = name.split()[0].lower()
    return first not in (WOMEN if GENDER[pronoun] == "m" else MEN)
