"""What a source says there is no ground for: "no evidence that …", "rumours that …", "it is not true that …". Told bare, it turns around."""

import re

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.vectorstore.words import meaning_words

TOLD = 0.6  # share of a claim's meaning words in what is doubted, from which the claim tells it
DOUBTED = re.compile(
    r"\b(?:no(?:t any| other)? (?:\w+ )?(?:evidence|proof|sign|indication|suggestion|confirmation|record|reason to (?:believe|think))|rumou?rs?|speculation|hoax|myth"
    r"|(?:false|untrue|wrong|incorrect|unlikely|doubtful|not (?:true|the case|clear|known|certain)|unclear|unproven|unconfirmed))\b[^.;:]{0,40}?\b(?:that|whether|of|if)\b",
    re.IGNORECASE,
)
DOUBTS = re.compile(r"\b(?:no |not |n[’']t |rumou?r|speculat|hoax|myth|false|untrue|unlikely|doubt|unclear|unproven|unconfirmed|whether|alleg)", re.IGNORECASE)


def doubt_dropped(pair: Pair) -> str | None:
    """The source's words of doubt about what the claim tells as so; None where there are none, the claim keeps them, or another sentence
    tells it too."""
    words = meaning_words(pair.claim)
    if not words or DOUBTS.search(pair.claim):
        return None
    for sentence in pair.sentences:
        others = (meaning_words(s.text) for s in pair.sentences if s.start != sentence.start)
        for found in DOUBTED.finditer(sentence.text):
            doubted, before = meaning_words(sentence.text[found.end() :]), meaning_words(sentence.text[: found.start()])
            if len(words & doubted) >= TOLD * len(words) > len(words & before):
                return None if any(len(words & other) >= TOLD * len(words) for other in others) else found[0]
    return None
