"""Finds refusals, which say that the sources do not answer. Removes "according to the context" from other sentences."""

import re
from collections.abc import Sequence

DETERMINER = r"(?:the|these|this|those|any of the|my|your|our)"
SUPPLIED = r"(?:provided|given|retrieved|available|supplied|above|cited|search)"
AFTER = r"(?: (?:provided|given|above|here|available|(?:in|of) (?:this|the) archive|that (?:was|were) (?:provided|given)))?"
# A determiner or a similar word is always needed, because news articles themselves have "sources say" and "documents show".
SOURCES = (
    rf"(?:{DETERMINER} (?:{SUPPLIED} )*|(?:{SUPPLIED} )+)"
    rf"(?:contexts?|articles?|documents?|sources?|passages?|texts?|excerpts?|information|materials?|results?|snippets?|archive|knowledge base){AFTER}"
)
NOT = r"(?:do(?:es)? not|don['’]t|doesn['’]t|did not|didn['’]t)"
CANNOT = r"(?:cannot|can['’]?t|could not|couldn['’]t|(?:am|was|are) (?:not able|unable) to)"
TELL = r"(?:say|answer|mention|contain|include|provide|specify|state|give|cover|tell|address|discuss|support|have|explain|indicate|offer|reveal|report)"
FIND = r"(?:answer|find|determine|say|tell|provide|confirm|give|verify|help|locate|see|identify)"
FOUND = r"(?:mentioned|stated|specified|given|provided|answered|known|clear|found|available|determined)"
UNKNOWN = r"(?:unclear|unknown|unanswerable|unavailable)"
ANSWER = r"(?:information|data|details?|answers?|context|sources?|knowledge)"
OPENING = (
    rf"(?:(?:unfortunately|(?:i['’]m |i am )?sorry|i apologi[sz]e|(?:based on|according to|from|in) {SOURCES})[,;:.]?\s*(?:but\s+)?)*"
)
SAYINGS = (
    rf"(?:i|we) (?:(?:really |simply )?{NOT} know\b|{CANNOT} {FIND}\b)",
    rf"(?:i|we) (?:{NOT} have|(?:have found|have|found) (?:no|not any|not enough|not sufficient))(?: (?:any|enough|sufficient|relevant|specific|such))* {ANSWER}\b",
    r"(?:i['’]m|i am|we are) (?:not sure|unsure|unable)\b",
    rf"{SOURCES} (?:{NOT} {TELL}|{CANNOT} {FIND}|(?:is|are) (?:silent|insufficient|not (?:sufficient|enough)))\b",
    rf"{SOURCES} (?:ha(?:s|ve) no|says? nothing|contains? no(?:thing)?|gives? no|makes? no mention|lacks?)\b",
    rf"none of {SOURCES} {TELL}s?\b",
    rf"(?:there (?:is|was|are|were) )?(?:not enough|insufficient|no(?: relevant| specific| such| clear| further)*) {ANSWER}"
    r"(?=[.!]?$| (?:about|on|regarding|to|that|in|available|provided|given|found|(?:is|was) (?:available|provided|given|found))\b)",
    rf"(?:there (?:is|was) )?no (?:evidence|mention)\b.* in {SOURCES}[.!]?$",
    r"(?!(?:it|this|that) was not found[.!]?$)"  # an article may say that of a person's body
    rf"(?:it|this|that|the answer|(?:this|that|the) (?:question|information)) (?:(?:(?:is|was)(?: not|n['’]t)|{CANNOT} be) {FOUND}|(?:is|was) {UNKNOWN})"
    rf"(?: (?:in|by|from|with|using|based on) {SOURCES})?[.!]?$",
    r"(?:unanswerable|unknown|no answer|n/?a|not (?:answerable|mentioned|stated|specified|available|known))[.!]?$",
)
REFUSES = re.compile(rf"^\s*{OPENING}(?:{'|'.join(SAYINGS)})", re.IGNORECASE)
GOES_ON = re.compile(r" (?:but|however|although|though|yet|because)\b|[,;:—]", re.IGNORECASE)
NEAREST = re.compile(r"^Nearest in the archive: ")  # the second sentence of our own abstention
# A word that articles use too ("the documents") counts only with "provided" or a similar word.
FRAMED = rf"(?:the|these|this)(?: (?:{SUPPLIED} )*(?:contexts?|articles?|passages?|texts?|excerpts?)| (?:{SUPPLIED} )+(?:sources?|documents?|information)){AFTER}"
FRAME = re.compile(
    rf"^\s*(?:(?:according to|based on|as (?:stated|mentioned|noted|reported) in|from) {FRAMED}, "
    rf"|{FRAMED} (?:says?|states?|mentions?|notes?|indicates?|reports?|shows?) that )",
    re.IGNORECASE,
)


def refuses(sentence: str) -> bool:
    """Whether a sentence only says that there is no answer. A sentence that continues ("…, but …") claims something."""
    start = REFUSES.match(sentence)
    return bool(NEAREST.match(sentence)) or (start is not None and GOES_ON.search(sentence, start.end()) is None)


def is_refusal(sentences: Sequence[str]) -> bool:
    """Whether every sentence of an answer is a refusal. An empty answer is not a refusal but a failure."""
    return bool(sentences) and all(map(refuses, sentences))


def strip_frame(sentence: str) -> str:
    """The sentence without "According to the provided context," at its start. This is no information, because every sentence is judged by the sources."""
    rest = FRAME.sub("", sentence, count=1)
    return rest[:1].upper() + rest[1:] if rest != sentence else sentence
