"""The constructions with which a sentence credits words to a speaker. Each has a function here."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from onrecord.assistant.attribution.content import content_of, stance_of
from onrecord.assistant.attribution.cues import Cue, adjective_cue, noun_cue, verb_cue
from onrecord.assistant.attribution.model import Found, Span, Speaker
from onrecord.assistant.attribution.non_speakers import is_event, is_no_agent
from onrecord.assistant.attribution.speakers import GIVES, answering_verb, speaker_of_noun, speaker_of_verb
from onrecord.assistant.attribution.tree import (
    covering_span,
    descendants,
    descendants_without_asides,
    first_child,
    is_infinitive,
    is_passive,
    speaker_phrase,
    token_lines,
    token_span,
)
from onrecord.assistant.attribution.unspoken import is_open, is_silent, is_silent_noun
from onrecord.assistant.attribution.withheld import is_withheld, is_withheld_noun, names_nobody

MAX_LABEL_TOKENS = 7
RELATIVE_TAGS = {"WP", "WDT", "WRB"}
POLLS = {"poll", "survey"}
WORDS = {"word", "view", "opinion", "telling", "assessment", "estimation"}
MIN_SPEECH_TOKENS = 3
SOURCES = {"poll", "survey", "study", "report", "analysis", "police", "army", "officials", "mayor", "minister", "union", "source", "sources", "inquiry"}  # "Police: two hurt"


def by_verb(doc: Doc) -> Iterator[Found]:
    for verb in doc:
        cue = verb_cue(verb)
        if cue is None or is_open(verb) or is_silent(verb):
            continue
        speaker, content = speaker_of_verb(verb), content_of(verb, cue)
        if content is None:
            continue
        span, frame = content
        if _may_speak(speaker, cue) if speaker is not None else _is_impersonal(verb, cue, frame):
            yield Found(_cut_before_cue(doc, span, verb), speaker, token_span(verb), cue.lemma, stance_of(verb, cue, frame))


def _may_speak(speaker: Speaker, cue: Cue) -> bool:
    return not names_nobody(speaker.head) and not (cue.stance == "promises" and is_event(speaker.head))


def _cut_before_cue(doc: Doc, content: Span, verb: Token) -> Span:
    """ "a man who she said was safe", "asked what they think of it": only the words after the cue are the speaker's."""
    inside = doc.char_span(content.start, content.end)
    if inside is None or (inside[0].tag_ not in RELATIVE_TAGS and inside[0].lower_ != "that") or not inside[0].i < verb.i < inside[-1].i:
        return content
    return covering_span(doc[verb.i + 1 : inside.end]) or content


def _is_impersonal(verb: Token, cue: Cue, frame: str) -> bool:
    """ "It is believed that …", "is accused of …": an attribution without a speaker."""
    return frame != "object" and cue.stance != "mentions" and is_passive(verb) and first_child(verb, ("auxpass",)) is not None


def according_to(doc: Doc) -> Iterator[Found]:
    """ "according to X", "per X": the content is the sentence around the phrase."""
    for word in doc:
        preposition = _according_preposition(word)
        source = next((c for c in preposition.children if c.dep_ == "pobj"), None) if preposition is not None else None
        content = _surrounding_clause(word) if source is not None else None
        if preposition is not None and source is not None and content is not None and not names_nobody(source):
            lemma = "according to" if word.lower_ == "according" else "per"
            yield Found(content, speaker_phrase(source), covering_span([word, preposition]), lemma, "says")


def in_somebodys_count(doc: Doc) -> Iterator[Found]:
    """ "In a Tideway poll, …", "in the mayor's view, …". "ahead in the polls" credits nobody."""
    for word in doc:
        noun = next((c for c in word.children if c.dep_ == "pobj"), None) if word.lower_ == "in" else None
        source = _source_of_count(noun) if noun is not None else None
        content = _surrounding_clause(word) if source is not None else None
        if noun is not None and source is not None and content is not None and not content.overlap(source.span):
            yield Found(content, source, covering_span([word]), "in", "shows" if noun.lower_ in POLLS else "says")


def _source_of_count(noun: Token) -> Speaker | None:
    if noun.lower_ in POLLS:
        return speaker_phrase(noun) if noun.head.is_title else None
    return speaker_of_noun(noun) if noun.lemma_ in WORDS else None


def _according_preposition(word: Token) -> Token | None:
    if word.lower_ == "according":
        return next((c for c in word.children if c.lower_ == "to"), None)
    return word if word.lower_ == "per" and word.dep_ == "prep" and word.head.pos_ in ("VERB", "AUX") else None


def _surrounding_clause(word: Token) -> Span | None:
    """The longer part, before or after the phrase of `word`, of the clause above `word`."""
    clause = word.head
    while clause.dep_ != "ROOT" and (clause.pos_ not in ("VERB", "AUX") or clause.dep_ in ("conj", "advcl", "acl", "relcl", "ccomp", "xcomp")):
        clause = clause.head
    own = {t.i for t in descendants(word)}
    rest = [t for t in descendants(clause) if t.i not in own and not t.is_space]
    before, after = [t for t in rest if t.i < word.i], [t for t in rest if t.i > max(own)]
    return covering_span(before if len(before) > len(after) else after)


def by_adjective(doc: Doc) -> Iterator[Found]:
    """ "is sure that …", "was critical of …"."""
    for word in doc:
        cue = adjective_cue(word)
        if cue is None or is_open(word.head):
            continue
        speaker, content = speaker_of_verb(word.head), _complement(word, cue)
        if speaker is not None and content is not None and not names_nobody(speaker.head):
            yield Found(content, speaker, token_span(word), cue.lemma, "withholds" if is_withheld(word.head) else cue.stance)


def by_noun(doc: Doc) -> Iterator[Found]:
    """ "X's claim that …", "the warning by X about …", "a call from X for …"."""
    for noun in doc:
        cue = noun_cue(noun)
        if cue is None or is_silent_noun(noun):
            continue
        speaker, content = speaker_of_noun(noun), _complement(noun, cue)
        if speaker is not None and content is not None and not speaker.span.overlap(content) and not names_nobody(speaker.head):
            yield Found(content, speaker, token_span(noun), cue.lemma, "withholds" if is_withheld_noun(noun) else cue.stance)


def _complement(word: Token, cue: Cue) -> Span | None:
    """The clause, infinitive or prepositional phrase with the content of the noun or adjective."""
    for child in (*word.children, *_phrases_behind_object(word), *_phrases_behind_place(word)):
        if child.i < word.i:
            continue
        if child.dep_ in ("ccomp", "acl", "relcl") and "that" in cue.frames and _opens_with_that(child, word):
            return covering_span(_cut_before_answer(descendants(child)))
        if child.dep_ in ("xcomp", "acl") and "to" in cue.frames and is_infinitive(child):
            return covering_span(descendants_without_asides(child))
        if child.dep_ == "prep" and child.lower_ in cue.frames:
            return covering_span(t for c in child.children for t in descendants_without_asides(c))
    return None


def _phrases_behind_object(noun: Token) -> list[Token]:
    """ "took issue with the plan": the parser may attach the phrase to the verb."""
    if noun.dep_ != "dobj" or noun.head.lemma_ not in GIVES:
        return []
    return [c for c in noun.head.rights if c.dep_ == "prep" and c.left_edge.i == noun.right_edge.i + 1]


def _phrases_behind_place(noun: Token) -> list[Token]:
    """ "a speech by the fountain about the plan": the parser may attach the phrase to the fountain."""
    places = (c for by in noun.rights if by.dep_ == "prep" and by.lower_ == "by" for c in by.children if is_no_agent(c))
    return [phrase for place in places for phrase in place.rights]


def _cut_before_answer(claim: Iterable[Token]) -> list[Token]:
    tokens = sorted(claim)
    return tokens[: next((k for k, t in enumerate(tokens) if answering_verb(t) is not None), len(tokens))]


def _opens_with_that(clause: Token, word: Token) -> bool:
    return word.pos_ != "NOUN" or any(c.lower_ == "that" and (c.dep_ == "mark" or c.tag_ == "IN") for c in clause.children)


def before_colon(doc: Doc) -> Iterator[Found]:
    """ "ROE: We will appeal." in transcripts, "Nadia Roe: tax plan will fail" in headlines.

    Before a colon, only a name is a speaker, so link texts ("read more: …") credit nobody. Capitals that
    open several lines of a transcript are speakers too; "Q" and "A" are speakers without a name.
    """
    people = {t.text for e in doc.ents if e.label_ in ("PERSON", "ORG") for t in e}
    labelled = [(label, speech) for line in token_lines(doc) for label, speech in _label_and_speech(doc, line)]
    times = Counter(label.text for label, _ in labelled)
    for label, speech in labelled:
        content = covering_span(speech)
        in_transcript = label.text.isupper() and times[label.text] > 1
        if content is not None and (in_transcript or _names_somebody(label, people) or label.text.lower() in SOURCES):
            speaker = Speaker(label[-1], covering_span(label) or token_span(label[-1])) if len(label.text) > 1 else None
            yield Found(content, speaker, token_span(doc[label.end]), ":", "says")


def _label_and_speech(doc: Doc, line: list[Token]) -> Iterator[tuple[DocSpan, DocSpan]]:
    colon = next((t for t in line[1:MAX_LABEL_TOKENS] if t.text == ":"), None)
    if colon is not None and line[-1].i - colon.i > MIN_SPEECH_TOKENS:
        yield doc[line[0].i : colon.i], doc[colon.i + 1 : line[-1].i + 1]


def _names_somebody(label: DocSpan, people: set[str]) -> bool:
    names = [t for t in label if not t.is_punct]
    if not names or not all(t.text[0].isupper() for t in names):
        return False
    last = names[-1].text
    return last in people or (last.isupper() and last.title() in people)
