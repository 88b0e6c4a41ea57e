"""Nouns that name no speaker: places, means, times and events."""

from spacy.tokens import Token

from onrecord.assistant.language import IMPERSONAL

PLACES = frozenset(
    "hall bridge road street avenue lane river lake canal gate corner square bench door window wall beach pier quay dock stairs entrance exit fountain monument statue fence"
    " roadside riverside waterside lakeside sea shore coast park garden field forest wood hill mountain valley crossroads junction roundabout kiosk tent stall shed barn well"
    " tree line highway motorway path trail kerb curb ditch dam tower mill harbour harbor market marketplace cliff island end".split()
)
TIMES = frozenset({"DATE", "TIME"})  # kinds of entities
SPEAKING_PLACES = frozenset({"town hall", "city hall"})
MEANS = frozenset("phone telephone radio loudspeaker megaphone telegram e email e-mail mail letter text fax post noon midday midnight dawn dusk nightfall law mistake accident chance vote".split())
EVENTS = frozenset(
    "strike storm flood fire drought war row crisis delay heat snow rain wind wave quake earthquake virus outbreak shortage weather winter summer cold frost dispute"
    " landslide avalanche tide blaze explosion leak closure recession inflation".split()
)
LINKING = frozenset({"be", "become", "remain", "seem", "turn"})


def is_no_agent(noun: Token) -> bool:
    """ "by the old market hall", "by noon", "by phone", "from last May": after "by" and "from" these are not speakers."""
    if noun.ent_type_ in TIMES:
        return True
    if not noun.is_lower or noun.pos_ not in ("NOUN", "PROPN", "X"):
        return False
    before = noun.nbor(-1).lower_ if noun.i else ""
    return noun.lower_ in MEANS or (noun.lemma_ in PLACES and f"{before} {noun.lower_}" not in SPEAKING_PLACES)


def is_event(noun: Token) -> bool:
    """ "Strike threatens to close the harbour": an event threatens nobody with words."""
    return noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in EVENTS and noun.ent_type_ not in ("PERSON", "ORG")


def may_be_quoted(subject: Token) -> bool:
    """Whether the subject of a sentence may be the speaker of a quotation in it that has no cue: not "it", not "the bridge", not "the church was “…”"."""
    common = subject.pos_ == "NOUN" and not subject.ent_type_
    described = common and subject.tag_ == "NN" and subject.head.lemma_ in LINKING
    return not described and not (common and subject.lemma_ in PLACES | EVENTS) and subject.lower_ not in IMPERSONAL
