"""Finds the speaker whose words a question asks for.

Examples: "What did X say about Y?", "According to X, …", "How did X react to Y?", "X's view on Y".
"""

import re
from dataclasses import dataclass

from onrecord.assistant.language import DOUBLE, NO_ASKED_SPEAKER, POSSESSIVE_END
from onrecord.assistant.question.tuning import QUESTION_TUNING as TUNING

# After "did", the verb has its base form. After "is", it ends with -ing ("was told" has another speaker).
SPEAK = (
    "say|claim|think|warn|argue|call|tell|announce|promise|pledge|suggest|insist|admit|deny|confirm|demand|answer|reply|predict|conclude|estimate"
    "|accuse|blame|propose|threaten|urge|remark|explain|describe|mention|comment|make of"
)
SPOKEN = "says|said|claims|claimed|thinks|thought|warns|warned|argues|argued|called|told|announced|promised|suggested|insisted|admitted|denied|confirmed|made of"
SPEAKING = "saying|claiming|thinking|warning|arguing|calling|telling|demanding|proposing|denying"
REACT = "react|respond|answer|reply|explain|describe|defend|justify|comment|see|view"
VIEW = "views?|opinions?|positions?|stance|take|reactions?|responses?|comments?|statements?|account|version|answers?|assessment|explanation|estimate"
ABOUT = "about|on|of|regarding|concerning|over|to|for|that|if"
SOMEHOW = "(?:now |also |just |ever |actually |publicly |then )?"
SPEAKER = r"(?P<speaker>[^,;:?!]{2,70}?)"
SPOKE = tuple(
    rf"(?:{helpers}) {SPEAKER} {SOMEHOW}(?:{verbs})\b" for helpers, verbs in (("did|does|do", SPEAK), ("has|have|had", SPOKEN), ("is|was|are|were", SPEAKING))
)
ON_TOPIC = rf"(?: (?:{ABOUT})\b)?(?P<topic>.*)"
ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(rf"\b(?:what|why|when|where|who)(?: else| exactly| reasons?)?,? {spoke}{ON_TOPIC}" for spoke in SPOKE),
        rf"\bhow (?:did|does|do|would) {SPEAKER} (?:{REACT})\b{ON_TOPIC}",
        *(rf"^\W*(?:and |so |but )?{spoke}{ON_TOPIC}" for spoke in SPOKE),
        rf"^\W*according to {SPEAKER},\s*(?P<topic>.*)",
        rf"^(?P<topic>.+?),? (?:according to|in the words of|if you believe) {SPEAKER}\W*$",
        rf"\b(?:{VIEW}) of {SPEAKER} (?:on|about|to)\b(?P<topic>.*)",
        rf"(?:^(?!what|how|who|why)|\b(?:is|was|are|were|what['’]s|and) ){SPEAKER}['’]s? (?:{VIEW})\b{ON_TOPIC}",
    )
)
ARTICLE = re.compile(r"^(?:the|a|an|any of the|both|all)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(POSSESSIVE_END)
# The occasion of the words ("in her resignation speech") may be wrong. It is not part of the topic.
OCCASION = re.compile(
    r"(?:^| )(?:in|at|during|when|after|before|while) (?:his|her|hers|their|its|the|an?|he|she|they|it)\b.*?(?= (?:about|on|over|regarding|concerning)\b|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class AskedSpeaker:
    """`name` is the speaker as the question writes it, without "the". `topic` is the topic of the words, without the occasion; it may be empty."""

    name: str
    topic: str


def find_asked_speaker(text: str) -> AskedSpeaker | None:
    """The speaker whose words a question asks for. None if it does not ask for a particular person's words."""
    for pattern in ASKS:
        if (match := pattern.search(text)) and (name := clean_speaker_name(match["speaker"])):
            return AskedSpeaker(name, OCCASION.sub("", match["topic"].strip(f" ,;:.?!{DOUBLE}")).strip())
    return None


def clean_speaker_name(words: str) -> str | None:
    name = ARTICLE.sub("", words.strip(f" {DOUBLE}"))
    first = name.split(" ")[0].lower()
    unfit = not name or first in NO_ASKED_SPEAKER or POSSESSIVE.search(name) or ARTICLE.match(f"{name} ") or len(name.split()) > TUNING.max_speaker_words
    return None if unfit else name
