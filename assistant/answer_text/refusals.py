"""Finds refusals: clauses which say that the sources, or the answerer, do not have what is asked for. What else the sentence tells is kept.

A refusal is of one of three kinds. The asker's sources lack it ("the articles don't say"); the answerer lacks it ("I couldn't find that");
or a piece of information is said to be lacking ("the price isn't mentioned"). What somebody else says is no refusal ("I don't know, he said").
"""

import re
from dataclasses import dataclass

from onrecord.assistant.answer_text.frames import is_to_the_asker
from onrecord.assistant.answer_text.other_languages import refuses_in_other_language
from onrecord.assistant.answer_text.sources import NO_SOURCE, SOURCES
from onrecord.assistant.language import upper_first

NOT = r"(?:not|never|n['’]t)"
DOES_NOT = rf"(?:do(?:es)?(?: {NOT}|n['’]t)|do(?:es)? neither|never|cannot|can(?:not|['’]t| not)|fails? to|neglects? to|omits?(?: to)?)"
DID_NOT = r"(?:did not|didn['’]t|could not|couldn['’]t)"
LACKS = (
    r"(?:ha(?:s|ve) (?:no|nothing|too little|not enough)|(?:contain|include|give|make|offer|provide|show|hold|name|list|report|state|have|say|reveal|mention|disclose|tell me|tell us)s? (?:no|nothing|little)\b"
    r"|lacks?\b|leaves? open\b|leaves? (?:it|this|that|the \w+|.{1,60}?) (?:open|unanswered|unclear)|(?:is|are) (?:all )?(?:silent|quiet|mum|insufficient|inconclusive|mute|not (?:sufficient|enough|clear))\b|remains? silent"
    r"|stops? short of|ha(?:s|ve)n['’]t)"
)
INFORMS = (
    r"(?:mentioned|stated|given|provided|specified|named|reported|answered|indicated|disclosed|revealed|found|recorded|listed|described|explained|known|clear"
    r"|available|determined|identified|addressed|covered|discussed|included|contained|confirmed|spelled out|established|touched on|there)"
)
UNINFORMED = r"(?:insufficient|unclear|unknown|unmentioned|unanswered|unanswerable|unavailable|unspecified|unstated|unnamed|missing|absent|lacking|open)"
FACT = (
    r"(?:names?|numbers?|figures?|dates?|days?|years?|times?|places?|locations?|prices?|costs?|amounts?|sums?|ages?|reasons?|causes?|motives?|explanations?|answers?"
    r"|details?|information|data|sources?|titles?|identity|score|length|size|purpose|clues?|indications?|mention)"
)
FINDING = (
    r"(?:know|find|say|tell|answer|determine|see|confirm|help|provide|give|establish|identify|judge|verify|locate|share|comment|assess|work out|respond|offer|state|make out|conclude|be sure|be certain)"
)
ME = r"(?:I|we)"
MY_LACK = (
    rf"\b{ME}(?:['’]m| am| are|['’]re| was| were)?(?: \w+ly| therefore| thus| also| still)? (?:cannot|can(?:['’]t| not)|could(?: not|n['’]t)|do(?: not|n['’]t)|did(?: not|n['’]t)|prefer not to|(?:not able|unable) to|would rather not|(?:have|['’]ve) not been able to)"
    rf"(?: \w+ly| even| then| therefore)? (?:{FINDING}\b|have (?:\w+ ){{0,3}}{FACT}\b|have (?:it|that|this|anything)\b)",
    rf"\b{ME}(?:['’]ve| have)?(?: \w+ly)? (?:found|find|have|see|saw|got|had)(?: found| seen)? (?:no|nothing|not enough|not any|too little|insufficient)\b(?! (?:plans?|comment|doubt|intention|idea what))",
    rf"\b{ME}(?:['’]m| am| are)(?: \w+ly)? (?:not (?:sure|certain|aware)|unsure|uncertain|unable)\b",
    rf"\bnot (?:something|anything|a question)(?: that| which)? {ME} (?:can|could|am able to)\b",
    r"\b(?:came|comes?|come) up (?:empty|with nothing|short)|\b(?:in vain|without success|to no avail)\b",
    r"\banswer would (?:only |just )?be (?:\w+ )?(?:speculati\w+|guess\w*)",
    r"\bhave no idea\b",
    rf"\b{ME}(?:['’]d| would) need (?:more|other|another|further|additional|different)\b",
)
SOURCES_LACK = (
    rf"{SOURCES},?(?: \w+ly| also| itself| themselves)? (?:{DOES_NOT}|{LACKS})",
    rf"(?:context|(?:provided|given|supplied|retrieved|cited) \w+|passages?|knowledge base|excerpts?|search results|(?:articles?|documents?|texts?|sources?|information) (?:provided|given|supplied)),? {DID_NOT} (?:\w+ly )?{FINDING[:-1]}|mention|contain|include|cover|specify|address|explain|reveal|report|name)\b",
    rf"{NO_SOURCE}(?: \w+ly| even| here)? (?:\w+s|\w+ed|give|say|name|mention|answer|tell|cover|state|report|contain|have|is|are|can|does)\b",
    rf"\bthere (?:is|['’]s|are|was) nothing (?:\w+ ){{0,4}}(?:in|among) {SOURCES}",
    rf"^(?:nowhere|not (?:a|one|a single) (?:word|mention|line)\b.{{0,60}}?)(?: \w+s?)? (?:in|of) {SOURCES}",
    rf"\b(?:outside|beyond)(?: (?:of|what|the scope of))* {SOURCES}",
    rf"\bfrom {SOURCES} (?:alone )?(?:it )?(?:is|['’]s) (?:impossible|not possible|unclear|not clear)",
)
# Lacking in, from, by … the sources: "is not named in any of the excerpts", "no date can be found in the texts", "isn't in the archive".
BE = r"(?:is|are|was|were|be|been|remains?)"
LACKING = (
    rf"(?:^(?:not|never)(?: {INFORMS})?|\b{BE}(?: {NOT}|n['’]t)(?: \w+ly| anywhere)?(?: {INFORMS})?|\b(?:cannot|can['’]t|can not|could not|couldn['’]t|never) (?:be |been )?{INFORMS}"
    rf"|\b(?:no|none|nothing|nobody|neither)\b[^,;]*? (?:can |could )?{BE}(?: \w+ly)?(?: to be)? {INFORMS}|\b{UNINFORMED}|there (?:{BE}|['’]s)(?: \w+ly)? (?:no|nothing|not)\b[^,;]*?|\bno (?:\w+ )*{FACT})"
)
IN_SOURCES = rf"(?:in|from|by|with|within|on the basis of|based on|among|using|at|anywhere in) (?:{SOURCES}|none of {SOURCES})"
NEGATED = re.compile(rf"\b(?:not?|never|none|nothing|nobody|neither|nor|cannot|impossible|{UNINFORMED})\b|n['’]t\b", re.IGNORECASE)
LACKS_INFORMATION = (
    # The price isn't mentioned. It is not stated whether … No number is given. No date for their last meeting is provided.
    rf"(?:^|[,\s])(?:is|are|['’]s|remains?)(?: {NOT}|n['’]t| never)(?: \w+ly)? (?:mentioned|stated|specified|indicated|disclosed|answered|given|named|spelled out)(?: here| there| anywhere| at all)?(?:$| (?:whether|who|what|why|when|where|how|which|if|by whom)\b)",
    rf"^(?:as for .{{1,60}}, )?(?:whether|who|what|why|when|where|how|which|by whom|for how|it|this|that|the answer|(?:this|that|the) (?:question|information)|(?:the|an|its|his|her|their)(?: \w+)? {FACT}).{{0,120}}?\b(?:is|are|isn['’]t|aren['’]t|cannot be|can['’]t be)(?: {NOT}| never)?(?: \w+ly)? (?:{INFORMS}|{UNINFORMED})$",
    rf"^(?:no|none)\b(?: {FACT}\b.{{0,60}}?| \w+)?(?: (?:is|are))(?: \w+ly)? {INFORMS}$",
    r"^(?:(?:so )?there (?:is|are|['’]s|was) )?(?:no|not enough|insufficient|too little|nothing by way of)(?: (?:relevant|specific|such|clear|further|sufficient))* (?:information|data|details?|answers?|context|indication|knowledge)(?=$| (?:about|on|regarding|to|as to|of|that|in|available|provided|given|found|(?:is|was) (?:available|provided|given|found))\b)",
    rf"\b(?:it|that)(?: is|['’]s|is) (?:impossible|not possible) (?:for me )?to {FINDING}\b",
    r"\b(?:question|answer|this|that|it)\b.{0,80}? (?:cannot|can['’]t|could not) be (?:answered|determined|established|said|found)",
    r"\b(?:is|are|goes?|remains?|stays?|left)(?: entirely| simply)? (?:unmentioned|unstated|unspecified|unanswered)\b",
    r"^not (?:why|when|where|who|what|(?:by|for|to|from) whom|how(?: much| many| long| often)?)$",
    rf"^(?:unanswerable|unknown|no answer|n/?a|not (?:answerable|known|available|{INFORMS}))$",
)
LACKING_IN_SOURCES = re.compile(rf"{LACKING}.{{0,60}}?\b{IN_SOURCES}", re.IGNORECASE)
# In a clause that speaks of the sources, any negation is of them, unless they say something: "the articles say that he did not resign".
OF_SOURCES = re.compile(rf"(?:{SOURCES}|{NO_SOURCE})(?! (?:of|in|from)\b)", re.IGNORECASE)
PAST = re.compile(rf"\b(?:{DID_NOT}|was|were|had)\b|\bnever \w+ed\b", re.IGNORECASE)  # the sources are described in the present tense
AFFIRMED = re.compile(
    rf"{SOURCES},?(?: also| only| merely| just| \w+ly)? (?:say|state|report|mention|note|show|describe|tell|add|indicate|suggest|explain|confirm|quote)s?\b(?! (?:no|nothing|neither|none|little)\b)"
    rf"|\b(?:according to|as|by|per|based on|told|says|say)\b(?: \w+){{0,3}}? {SOURCES}", re.IGNORECASE
)
# "I" in an answer is the answerer: with a negation it lacks something, unless it thinks something.
MY_NEGATION = re.compile(rf"\b(?-i:I)\b(?! (?:do|did|would|can)(?: {NOT}|n['’]t) (?:think|believe|suppose|expect|imagine|say that|recommend)\b)(?:(?! and | that ).){{0,60}}?(?:\b{NOT}\b|n['’]t\b|\bcannot\b|\bnothing\b|\bunable\b)", re.IGNORECASE)
SAYS_OF_ITSELF = re.compile("|".join(f"(?:{p})" for p in (*MY_LACK, *SOURCES_LACK)), re.IGNORECASE)
LACKING_ANYWHERE = re.compile("|".join(f"(?:{p})" for p in LACKS_INFORMATION), re.IGNORECASE)
THEY = re.compile(rf"(?P<sources>{SOURCES})(?P<between>.{{0,120}}?)\bthey\b", re.IGNORECASE)  # "after reviewing the sources I must tell you that they …"
OUR_OWN = re.compile(r"^(?:Closest: “|Nearest in the archive: )")  # the second sentence of our own abstention

# What somebody else says. "The sources say" and "it is said" are nobody else.
SAYS = r"(?:said|says|told|tells|wrote|writes|replied|replies|added|adds|complain(?:ed|s)|argue[ds]|explain(?:ed|s)|insist(?:ed|s)|announce[ds]|testified|warn(?:ed|s)|claim(?:ed|s)|admit(?:ted|s)|recall(?:ed|s)|state[ds])"
OWN_SAYING = re.compile(rf"(?:{SOURCES}|{NO_SOURCE}|\b(?:I|we|they|it|what|which|none|neither|nothing))(?: \w+ly| also| only)? {SAYS}\b|(?:\b(?:is|was|are|were|be|been)|n['’]t)(?: {NOT})?(?: \w+ly)? {SAYS}\b|according to {SOURCES}", re.IGNORECASE)
ELSEWHERE = re.compile(rf"\b{SAYS}\b|\baccording to\b", re.IGNORECASE)
QUOTED = re.compile(r"[“\"«„].*?[”\"»“]")

MAX_REFUSAL = 800  # characters of a sentence that is read for a refusal; on longer ones the patterns would take seconds
# What an article may have of its own: "What do the documents show about Varga?"
PAPERS = re.compile(r"(?<!provided )(?<!supplied )(?<!given )\b(?:documents?|texts?|materials?|results?|reports?|archive|database)\b", re.IGNORECASE)

POLITE = re.compile(
    rf"^(?:(?:unfortunately|regrettably|sadly|however|sorry|still|but|and|so|(?:i['’]m|i am|we are|we['’]re) (?:very |truly )?(?:sorry|afraid)|i apologi[sz]e|i regret|i must (?:say|tell you|admit)"
    rf"|as far as i (?:can (?:see|tell)|know)|(?:based on|according to|from|in|after (?:reading|reviewing|checking)) {SOURCES}(?: in detail| carefully)?)(?:[,;:.]| that\b)?\s*(?:but\s+|that\s+)?)+",
    re.IGNORECASE,
)
CONNECTION = re.compile(
    r"\s*[;—:]\s*(?:however|but|still|yet)?,?\s*|\s+[–-]\s+|,?\s+(?:but|however|although|even though|though|yet|while|whereas|except that|because)\b,?\s*"
    r"|,\s+(?:so|since|as|and|for|nor)\s+(?=(?:\S+\s+){1,})|,?\s+(?:only|just|merely|except) that\s+",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r"^(?:while|although|though|even though|whereas|(?:beyond|besides|apart from|aside from|other than)(?: the fact| (?:saying|stating|reporting))? that)\s+", re.IGNORECASE
)
# "…, but they say only that twelve died": after a refusal, that the sources say it is no part of what is told.
TOLD_BY = re.compile(
    rf"^(?:however, |still, |all )?(?:what )?(?:(?:{SOURCES}|they|it) )?(?:do(?:es)? )?(?:only |merely |just |also |simply )*(?:say|report|mention|note|state|tell|indicate|name)s?(?: (?:only|merely|just|is|us))*(?: is)?(?: that\b|,|(?= (?:the|a|an)\b))\s*",
    re.IGNORECASE,
)

I_SAY = re.compile(
    r"^(?:all |what )?(?:I|we)\b(?: can| do| did| could|['’]ve| have)?(?: only| just| merely| also)*(?: (?:say|tell you|know|see|find|found|confirm|report|learn|note)\b)?(?: from [^,]{0,40})?(?: is)?(?: only)?,?(?: that\b)?\s*(?=.)"
)


@dataclass(frozen=True)
class Refusal:
    """Whether a sentence refuses, and what it tells besides: "" where it tells nothing."""

    refuses: bool
    told: str


def read_refusal(sentence: str, foreign: bool = False, question: str = "") -> Refusal:
    """The refusal in a sentence. A sentence without one tells all that it says. Documents that the question asks about are no sources of the asker."""
    if len(sentence) > MAX_REFUSAL:
        return Refusal(False, sentence)
    if OUR_OWN.match(sentence) or (foreign and refuses_in_other_language(sentence)):
        return Refusal(True, "")
    clauses = split_clauses(sentence)
    asked_about = {noun.lower() for noun in PAPERS.findall(question)}
    lacking = [refuses_clause(PAPERS.sub(lambda m: "papers" if m[0].lower() in asked_about else m[0], c)) for c in clauses]
    if not any(lacking):
        return Refusal(False, sentence)
    told = [c for c, lacks in zip(clauses, lacking, strict=True) if not lacks and tells(c)]
    return Refusal(True, as_sentence(", ".join(I_SAY.sub("", TOLD_BY.sub("", c)) for c in told)))


def split_clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, as far as a connection shows them. "While A, B" has two."""
    hidden = QUOTED.sub(lambda m: re.sub(r"[^\n]", "_", m[0]), sentence)
    cuts = [(m.start(), m.end()) for m in CONNECTION.finditer(hidden)]
    if start := SUBORDINATE.match(hidden):
        comma = next((m for m in re.finditer(r",\s+", hidden) if refuses_clause(hidden[start.end() : m.start()]) or refuses_clause(hidden[m.end() :])), None)
        cuts = sorted([(0, start.end()), *([(comma.start(), comma.end())] if comma else []), *(c for c in cuts if c[0] >= start.end())])
    pieces, at = [], 0
    for begin, end in cuts:
        pieces.append(sentence[at:begin])
        at = end
    return [p for p in (*pieces, sentence[at:]) if p.strip(" .!?")]


def refuses_clause(clause: str) -> bool:
    """Whether a clause says that something is lacking, and nobody else says so."""
    text = THEY.sub(r"\g<sources>\g<between>the sources", QUOTED.sub("“…”", clause).strip().rstrip(".!? "))
    text = POLITE.sub("", text)
    if ELSEWHERE.search(OWN_SAYING.sub(" ", text)):
        return False
    if SAYS_OF_ITSELF.search(text) or MY_NEGATION.search(text):
        return True
    if NEGATED.search(text) and OF_SOURCES.search(text) and not AFFIRMED.search(text) and not PAST.search(text):
        return True
    return NEGATED.search(text) is not None and any(p.search(text) for p in (LACKING_ANYWHERE, LACKING_IN_SOURCES))


def tells(clause: str) -> bool:
    """Whether the rest of a refusal tells anything: not "I'm sorry" and not "I have checked every passage"."""
    text = POLITE.sub("", clause.strip()).strip(" .,!")
    return len(I_SAY.sub("", text).split()) > 1 and not is_to_the_asker(text) and not re.match(r"my\b", text, re.IGNORECASE)


def as_sentence(text: str) -> str:
    text = text.strip(" ,.;")
    return f"{upper_first(text)}." if text else ""
