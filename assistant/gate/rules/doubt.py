"""A rule about doubt: a claim must not state as a fact something that the source calls unproven ("no evidence that …", "rumours that …")."""

import re

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.language import EXPRESSES_DOUBT, NO_GROUND
from onrecord.vectorstore.words import meaning_words

DOUBTED = re.compile(NO_GROUND + rf"[^.;:]{{0,{GATE_TUNING.max_doubt_gap}}}?\b(?:that|whether|of|if)\b", re.IGNORECASE)


def check_doubt(pair: Pair) -> Fault | None:
    """A claim must keep the source's doubt, unless another sentence of the source states the same without doubt."""
    doubt = dropped_doubt(pair)
    return Fault("doubt-dropped", f"the cited text expresses doubt about this: “{doubt}”") if doubt else None


def dropped_doubt(pair: Pair) -> str | None:
    """The source's words of doubt that the claim leaves out."""
    words = meaning_words(pair.claim)
    if not words or EXPRESSES_DOUBT.search(pair.claim):
        return None
    enough = GATE_TUNING.min_doubted_overlap * len(words)
    for sentence in pair.sentences:
        others = (meaning_words(s.text) for s in pair.sentences if s.start != sentence.start)
        for found in DOUBTED.finditer(sentence.text):
            doubted, before = meaning_words(sentence.text[found.end() :]), meaning_words(sentence.text[: found.start()])
            if len(words & doubted) >= enough > len(words & before):
                return None if any(len(words & other) >= enough for other in others) else found[0]
    return None
