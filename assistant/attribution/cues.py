"""Looks up the words of a parse in the lexicon of attribution. A cue is a word that introduces somebody's words."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

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
# spaCy's lemmas that are no dictionary words, or those of another word.
MISREAD_LEMMAS = {
    "hop": "hope", "hat": "hate", "grip": "gripe", "texte": "text", "blogge": "blog", "deadpane": "deadpan", "deadpanne": "deadpan", "extoll": "extol", "focusse": "focus",
    "foresaw": "foresee", "foretold": "foretell", "retweete": "retweet", "critize": "criticize", "beli": "believe", "sai": "say",
}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """`lemma` is a dictionary word, or one with its particle ("rule out"). `stances` has the stance by frame, `stance` the first one."""

    lemma: str
    stance: str
    stances: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def frames(self) -> Set[str]:
        return self.stances.keys()


def _read_table(table: str) -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for line in filter(None, table.splitlines()):
        stance, frames, lemmas = (part.split() for part in line.split("|"))
        for lemma in (word.replace("_", " ") for word in lemmas):
            known = cues.get(lemma, Cue(lemma, stance[0]))
            cues[lemma] = replace(known, stances={**dict.fromkeys(frames, stance[0]), **known.stances})
    return cues


VERB_CUES = _read_table(VERBS)
BESIDE_VERB = {"clear", "it"}  # "made clear", "put it"
PHRASAL = {lemma.split()[0] for lemma in VERB_CUES if " " in lemma}


def verb_cue(token: Token) -> Cue | None:
    if token.pos_ not in ("VERB", "AUX"):
        return None
    lemma = token.lemma_.lower()
    return _phrasal_cue(token, lemma) or VERB_CUES.get(MISREAD_LEMMAS.get(lemma, lemma))


def _phrasal_cue(token: Token, lemma: str) -> Cue | None:
    """ "rule out" in the table: the verb with its particle."""
    if lemma not in PHRASAL:
        return None
    particles = (c.lower_ for c in token.rights if c.dep_ in ("prt", "advmod", "prep") or c.lower_ in BESIDE_VERB)
    return next((cue for p in particles if (cue := VERB_CUES.get(f"{lemma} {p}")) is not None), None)


ADJECTIVE_CUES = _read_table(ADJECTIVES)
NOUN_CUES = _read_table(NOUNS)


# All words that a statement can have as its cue.
CUE_LEMMAS = VERB_CUES.keys() | ADJECTIVE_CUES.keys() | NOUN_CUES.keys() | {"according to", "per", "in", ":"}


def adjective_cue(token: Token) -> Cue | None:
    return ADJECTIVE_CUES.get(token.lower_) if token.dep_ == "acomp" else None


def noun_cue(token: Token) -> Cue | None:
    return NOUN_CUES.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
