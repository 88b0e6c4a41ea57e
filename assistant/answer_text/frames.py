"""Frames: words around what an answer tells. They are for the asker, or say that the sources follow, and claim nothing about the world."""

import re

from onrecord.assistant.answer_text.sources import AFTER, SOURCES, SUPPLIED
from onrecord.assistant.language import parse_sentence, upper_first

# "Here is what the sources say:", "Sure! Here's what I found:", "Based on the articles, the following is known:", "In summary:", "Sources:"
PRESENTS = re.compile(
    rf"\b(?:here(?:['’]s| is| are)|(?:as |listed |summari[sz]ed |set out )?(?:below|follows)|the following|summary|overview|in (?:short|brief|summary)|key (?:points|facts|findings)"
    rf"|(?:what|as) {SOURCES} \w+|what (?:we|I) (?:know|found|have)|according to {SOURCES}|based on {SOURCES}|{SOURCES} (?:say|report|mention|give|list|name|describe|offer|contain|provide)s?)\b",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^(?:tl;?\s?dr|(?:short |final |direct )?answer|a|summary|in (?:short|brief|summary|a nutshell)|conclusion|bottom line|response|key (?:point|takeaway)|to sum up|to summari[sz]e)\s*[:—–-]\s*(?=\S)",
    re.IGNORECASE,
)
# A title in bold type claims nothing if it is one of these. Other words in bold may be the answer.
TITLE = re.compile(
    r"^\W*(?:the )?(?:short |key |main |brief |quick )?(?:overview|summary|answer|background|details?|conclusion|context|introduction|takeaways?|points?|facts?|findings|timeline|analysis|notes?|response)\W*$", re.IGNORECASE
)
SOURCES_TITLE = re.compile(r"^\W*(?:sources?|references?|citations?|bibliography|footnotes|works cited|further reading|links|(?:sources?|articles?|documents?) (?:used|cited|consulted))\W*$", re.IGNORECASE)
ADDRESS = re.compile(r"https?://|www\.")
# Words to the asker: thanks, offers, requests, wishes. Only as the start of a sentence.
TO_THE_ASKER = re.compile(
    r"^(?:(?:please|just|do|and|so|also|otherwise),?\s+)*(?:"
    r"(?:let me|let us) know\b|tell me if\b|feel free\b|don['’]t hesitate\b|do not hesitate\b|(?:ask me|ask again|ask (?:another|a)|note that I|refer to (?:the|these) (?:sources|articles))\b|"
    r"(?:I|we) (?:hope|trust|apologi[sz]e|appreciate|thank|regret)\b|(?:I|we)(?:['’]m| am|['’]d| would| will|['’]ll| can| could)(?: also| gladly)? (?:be )?(?:happy|glad|delighted|pleased|here to|look again|try again|help|provide more|go into)\b|"
    r"(?:I|we)(?:['’]ve| have)?(?: \w+ly)? (?:checked|read|reviewed|searched|looked (?:at|through|for|into)|gone|went|examined|compared|summari[sz]ed|listed)\b|"
    r"(?:if|should) you\b.*\b(?:me|I|us|ask|questions?|help|more (?:details?|information)|articles?|sources?|let)\b|(?:would|do|shall|can|could) (?:you|I) (?:like|want|need|help|go|look|provide)\b|"
    r"thank(?:s| you)\b|sure\b\W*$|sure thing|certainly\b\W*$|of course\b\W*$|absolutely\b\W*$|got it\b|great question|good question|(?:that['’]s|that is|what) an? (?:great|good|excellent|interesting)|"
    r"hope (?:this|that|it)|(?:I['’]m |I am |always )?happy to help|you(?:['’]re| are) welcome|is there anything else|anything else|you (?:may|might|could|can|should)(?: want to| wish to| also)* (?:check|consult|try|look|ask|contact|refer|search)\b|"
    r"(?:other|another|additional|further|more) (?:sources?|articles?|documents?|information|texts?) (?:may|might|would|could|is|are)\b|"
    r"(?:note(?: that)?:? |please note(?: that)? )?(?:this|the|my) (?:answer|summary|response|overview) (?:is|was|comes|has been|draws|relies)\b|sorry (?:about|for) (?:that|this|the|any)|my apologies"
    r")",
    re.IGNORECASE,
)
ASKING = ("WP", "WRB", "WDT")
FINITE = ("VBZ", "VBD", "VBP", "MD")
# "They deal only with the fire": what the sources are about is nothing that an answer claims.
ABOUT_SOURCES = re.compile(
    rf"^(?:instead,? |however,? |rather,? )?(?:{SOURCES}|they|all of them)(?: \w+ly| only| all| instead| rather)* (?:focus(?:es)?|deals?|concerns?|cent(?:re|er)s?|talks? about|revolves?|(?:is|are)(?: \w+ly| all| only)* about|(?:is|are) limited to)\b",
    re.IGNORECASE,
)
HEDGE = re.compile(r"^(?:(?:I|we) (?:believe|think|assume|suppose|guess|understand|would say)(?: that)?|(?:to|as far as|to the best of) (?:my|I)(?: \w+){1,2}|from (?:my )?(?:general|own) knowledge|what matters is(?: that)?),?\s+", re.IGNORECASE)
# That the sources say so is no part of a claim. A word that articles use too ("the documents") counts only with "provided" or a similar word.
FRAMED = rf"(?:the|these|this)(?: (?:{SUPPLIED} )*(?:contexts?|articles?|passages?|texts?|excerpts?)| (?:{SUPPLIED} )+(?:sources?|documents?|information)){AFTER}"
NUMBERED = r"\ue000[\d,]+\ue001"  # a citation: "According to [1], …", "[1] says that …"
SAID_BY_SOURCES = re.compile(
    rf"^\s*(?:(?:according to|based on|as (?:stated|mentioned|noted|reported) (?:in|by)|from|per|in) (?P<cites>{FRAMED}|(?:{NUMBERED}\s*)+),\s*"
    rf"|as (?:{FRAMED}|(?P<as>{NUMBERED})) \w+s?, "
    rf"|(?:{FRAMED}|(?P<who>(?:{NUMBERED}\s*)+)) (?:do(?:es)? )?(?:only |merely |just |also )*(?:says?|states?|mentions?|notes?|indicates?|reports?|shows?|adds?|explains?)(?: only| merely| just)? that )",
    re.IGNORECASE,
)


def is_question(sentence: str) -> bool:
    """Whether a sentence asks. It claims nothing."""
    return sentence.rstrip(" *_\"”)").endswith(("?", "？"))


def is_to_the_asker(sentence: str) -> bool:
    """Whether a sentence only thanks, offers, asks for something or tells how the answer was made."""
    text = sentence.strip(" *_>")
    return TO_THE_ASKER.match(text) is not None or (ABOUT_SOURCES.match(text) is not None and not text.lower().startswith("they"))


def presents(lead_in: str) -> bool:
    """Whether a line that ends with a colon only says that something follows."""
    return PRESENTS.search(lead_in) is not None or is_to_the_asker(lead_in.rstrip(": "))


def is_sentence(text: str) -> bool:
    """Whether a text has a subject and a verb that is finite, as a claim has: "Fire kills twelve", not "Merger vote"."""
    doc = parse_sentence(text)
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or doc[0].tag_ in ASKING:  # "What we know"
        return False
    verbs = [root, *(c for c in root.children if c.dep_ in ("aux", "auxpass"))]
    return any(v.tag_ in FINITE for v in verbs) and any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in root.children)


def has_verb(text: str) -> bool:
    """Whether a text has a finite verb anywhere."""
    return any(t.tag_ in FINITE for t in parse_sentence(text))


def is_source_entry(line: str, below_title: bool, is_item: bool) -> bool:
    """Whether a line is an entry of a list of sources.

    Args:
        line: with marks.
        below_title: the list has a title such as "Sources".
        is_item: it is the item of a list, which may begin with its citation.
    """
    cites_first = re.match(rf"\W*{NUMBERED}", line) is not None
    if re.match(rf"\W*{NUMBERED}\s*:", line) or (cites_first and ADDRESS.search(line)):
        return True
    named = re.match(r"\W*sources?: ", line, re.IGNORECASE) is not None or (cites_first and not is_item)
    if named and not has_verb(line):
        return True
    return below_title and (cites_first or ADDRESS.search(line) is not None or not is_sentence(line))


def strip_frame(sentence: str) -> str:
    """The sentence without "According to the provided context," or "I believe that" at its start: every sentence is judged by the sources."""
    rest = HEDGE.sub("", SAID_BY_SOURCES.sub("", sentence, count=1), count=1)
    return upper_first(rest) if rest != sentence else sentence
