"""Looks up the words of a parse in the lexicon of attribution. A cue is a word that introduces somebody's words."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from onrecord.assistant.attribution.lexicon import ADJECTIVES, NOUNS, VERBS

STANCES = {
    "says": "reports without taking sides",
    "claims": "asserts, and the source keeps its distance",
    "confirms": "admits, agrees or confirms",
    "denies": "denies, rejects or disputes",
    "warns": "warns or fears",
    "predicts": "expects or forecasts",
    "promises": "commits itself",
    "proposes": "suggests or recommends",
    "orders": "orders, urges or demands",
    "asks": "asks or doubts",
    "accuses": "blames or attacks",
    "praises": "praises or welcomes",
    "supports": "takes sides for",
    "opposes": "takes sides against",
    "mentions": "talks about, without the words",
    "shows": "a document or a count shows",
    "thinks": "believes, feels or knows",
    "wants": "wants, hopes or intends",
    "withholds": "does not say, refuses or declines to",
}

CALLED = {"call": "says", "dub": "says", "deem": "thinks", "label": "says", "name": "says", "consider": "thinks", "declare": "says", "brand": "accuses"}
MISREAD_LEMMAS = {"hop": "hope", "hat": "hate", "retweete": "retweet", "critize": "criticize", "beli": "believe", "sai": "say"}


@dataclass(frozen=True)
class Cue:
    lemma: str
    stance: str
    frames: frozenset[str] = field(default_factory=frozenset)


def _read_table(table: str) -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for line in filter(None, table.splitlines()):
        stance, frames, lemmas = (part.split() for part in line.split("|"))
        for lemma in lemmas:
            known = cues.get(lemma, Cue(lemma, stance[0]))
            cues[lemma] = Cue(lemma, known.stance, known.frames | set(frames))
    return cues


VERB_CUES = _read_table(VERBS)
PHRASAL = {lemma.split("_")[0] for lemma in VERB_CUES if "_" in lemma}


def verb_cue(token: Token) -> Cue | None:
    if token.pos_ not in ("VERB", "AUX"):
        return None
    lemma = token.lemma_.lower()
    return _phrasal_cue(token, lemma) or VERB_CUES.get(MISREAD_LEMMAS.get(lemma, lemma))


def _phrasal_cue(token: Token, lemma: str) -> Cue | None:
    """ "rule_out" in the table: the verb with its particle."""
    if lemma not in PHRASAL:
        return None
    particles = (c.lower_ for c in token.rights if c.dep_ in ("prt", "advmod", "prep"))
    return next((cue for p in particles if (cue := VERB_CUES.get(f"{lemma}_{p}")) is not None), None)


ADJECTIVE_CUES = _read_table(ADJECTIVES)
NOUN_CUES = _read_table(NOUNS)


def adjective_cue(token: Token) -> Cue | None:
    return ADJECTIVE_CUES.get(token.lower_) if token.dep_ == "acomp" else None


def noun_cue(token: Token) -> Cue | None:
    return NOUN_CUES.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
