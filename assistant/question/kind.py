"""The kind of a question: whether it asks for one fact or several, whether something is so, who somebody is, for an account of an event, and so on."""

import re

from onrecord.assistant.answer import QuestionKind
from onrecord.assistant.language import CAPITAL_MONTHS, CAPITAL_WEEKDAYS, OFFICES
from onrecord.vectorstore.words import FUNCTION_WORDS

SUMMARY = re.compile(
    r"\bwhat (?:all )?(?:(?:has |have |had )?happened|went on|(?:is|was) going on)\b(?! (?:next|then|after(?:wards)?)\b)(?=.*\b(?:to|with|at|in|on|during|there|after)\b)"
    r"|^\W*(?:can you |could you |please )*(?:sum (?:it |this |that )?up|summari[sz]e|catch me up|bring me up to date)\b"
    r"|^\W*(?:can you |could you |please )*(?:give|write|tell) (?:me |us )?(?:an? )?(?:\w+ )?(?:summary|rundown|overview|recap)\b"
    r"|^\W*(?:can you |could you |please )*tell (?:me|us)(?: more| a bit| something| all)? about\b|^\W*what (?:do|should) (?:we|i) know about\b|^\W*what(?: is|['’]s) the story\b"
    r"|^\W*(?:a |quick |short )*(?:summary|rundown|overview|recap) of\b",
    re.IGNORECASE,
)
TIMELINE = re.compile(r"(?<!for a )\btimeline\b|\bchronolog|\bstep by step\b|\bhow did (?:.+) (?:unfold|develop|evolve)\b|\bhow (?:did|has|have) .+ (?:change|changed|grow|grown|rise|risen) (?:between|from|since|over)\b|\bin (?:the )?order (?:of time|they happened)\b", re.IGNORECASE)
LATEST_REPORT = re.compile(
    r"\b(?:status|state of play) (?:of|with|on)\b|\b(?:what(?:['’]s| is| are)? (?:the )?)(?:latest|newest)(?: news| developments?| updates?)? (?:on|about|from|with|in|of)\b"
    r"|^\W*(?:is there )?any (?:updates?|news) (?:on|about|from)\b|\bwhere (?:do|does) .*\bstand(?: now)?\W*$",
    re.IGNORECASE,
)
OPENING = r"^\W*(?:(?:so|and|but|then|now|ok|please|well|tell me|can you say|do you know|any idea) )*"
YES_NO = re.compile(rf"{OPENING}(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am)(?:n['’]?t)? (?!(?:you|anyone) (?:tell|know|say)\b)", re.IGNORECASE)
WHY = re.compile(r"\bwhy\b|\bhow come\b|\bfor what reasons?\b|\bwhat (?:was|is|were|are) the (?:reasons?|causes?|motives?)\b|\bwhat (?:caused|prompted|triggered|led to)\b", re.IGNORECASE)
HOW = re.compile(rf"{OPENING}how (?!(?:many|much|long|old|far|tall|big|large|high|fast|often|strong|quickly|soon|deep|wide|heavy)\b)", re.IGNORECASE)
MANY_THINGS = r"(?:people|persons|men|women|children|[\w’'-]+(?<![suiy])s)"  # not "bus", "crisis", "class"
LIST = re.compile(
    rf"\b(?:what|which)(?: (?!(?:is|was|does|has|this|of)\b)[\w’'-]+){{0,3}}? {MANY_THINGS}(?:,? (?:were|are|was|is|did|do|does|has|have|had|will|would|can|could|make|made|took|take|ran|run|won|signed|voted|joined|got|lost)\b)"
    rf"|{OPENING}(?:name|list) (?:all |the |some |every )|\bwho (?:all|else)\b|\bwho (?:are|were) the\b|\bwhat are the\b|\bwhat were the\b",
    re.IGNORECASE,
)
WORD = r"(?:[A-Z\u00c0-\u00de][\w.’'-]{0,40}\w)"
NAME = rf"{WORD}(?: (?:of |de )?{WORD}){{0,3}}"
OF = r"(?:(?:of|by|from|for|in|at) )?(?:the )?"
SIDE = r"(?:[\w’'-]+ ){0,4}?[\w’'-]+"  # one side of a comparison that is no name: "the Harbour Board's figure"
SIDE_ENDS = r"(?= (?:about|as|at|at all|during|for|from|in|of|on|over|to|when|with)\b|\W*$)"
EITHER = re.compile(rf"\b({NAME}),? or {OF}({NAME})")
BOTH = re.compile(rf"\b({NAME}) (?:and|with|to|against|versus|vs\.?) (?:the )?({NAME})")
CHOICE = re.compile(rf", (?:the |an? )?({SIDE}),? or (?:the |an? )?({SIDE}){SIDE_ENDS}", re.IGNORECASE)  # "Who counted more, the union or the mayor?"
THAN = re.compile(rf"\b(?:did|do|does|has|have|had|was|were|is|are) (?:the )?({NAME}|[\w’'-]+) .*\bthan (?:the )?({NAME}|[\w’'-]+)")
DIFFERING = (
    re.compile(rf"\bbetween (?:the )?({SIDE}) and (?:the )?({SIDE}){SIDE_ENDS}", re.IGNORECASE),
    re.compile(rf"\b(?:did|do|does|is|are|was|were) (?:the )?({SIDE}) (?:and|versus|vs\.?) (?:the )?({SIDE}) (?:differ|compare)", re.IGNORECASE),
    re.compile(rf"\baccording to (?:the )?({SIDE}) (?:differ|compare) (?:from|to|with) (?:what )?(?:the )?({SIDE})(?: (?:says?|said|gave|claim\w*))?\W*$", re.IGNORECASE),
    re.compile(rf"\b(?:did|do|does|is|are|was|were) (?:the )?({SIDE}) (?:differ|compare|different) (?:from|to|with) (?:the )?({SIDE}){SIDE_ENDS}", re.IGNORECASE),
)
# A question compares if one of these words stands with the two names.
OF_TWO = re.compile(r"\b(?:more|less|fewer|first|last|earlier|later|higher|lower|bigger|larger|longer|older|younger|better|worse|most|who|which|whose)\b", re.IGNORECASE)
DIFFERS = re.compile(r"\b(?:compar(?:e|ed|es|ing|ison)|differ(?:s|ed|ence|ences|ent)?|versus|vs)\b", re.IGNORECASE)
MORE = re.compile(r"\b(?:more|less|fewer|higher|lower|bigger|larger|longer|earlier|later)\b", re.IGNORECASE)
FIRST_WORD = re.compile(rf"^\W*(?:{OF_TWO.pattern}|{DIFFERS.pattern})", re.IGNORECASE)
SMALL_NAME = r"[a-z][\w’'-]*(?<!ed)(?<!ing) [a-z][\w’'-]*(?<!ed)(?<!ing)"  # a name that is typed without capitals
WHO_IS = (
    re.compile(rf"^\W*(?:(?:[Aa]nd|[Ss]o|[Rr]emind me:?|[Tt]ell me:?) )*[Ww]ho(?:['’]?s| is| was) ({NAME}|{SMALL_NAME})(?: again)?(?:,? and (?:what|why|how)\b.*)?\W*$"),
    re.compile(rf"^\W*(?:(?:[Rr]emind|[Tt]ell) me:? )who ({NAME}) (?:is|was)\W*$"),
    re.compile(rf"^\W*({NAME})\W+(?:so )?who(?:['’]?s| is| was) (?:s?he|that|this)\b"),
)
OWNER = re.compile(r"['’]s?$")
# A question about the present state of something: its newest report leads, also without "now".
PRESENT_STATE = re.compile(
    rf"{OPENING}(?:who (?:now |currently )?(?:runs|leads|heads|commands|chairs|governs|rules|owns)\b|who(?:['’]?s| is) (?:(?:the|now|\w+['’]s) )?(?:[\w-]+ )?(?:{'|'.join(sorted(OFFICES))})\b|how (?:high|big|large|much|many|strong|low) (?:is|are)\b|what(?:['’]?s| is| are) (?:[\w'’-]+ ){{0,6}}(?:rate|price|level|share|figure|number|toll|debt|budget|cost|worth)\b)",
    re.IGNORECASE,
)
TIME = re.compile(rf"^(?:{CAPITAL_MONTHS}|{CAPITAL_WEEKDAYS})\b")


# In this order: the first that matches is the kind.
PATTERNS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (("timeline", TIMELINE), ("latest", LATEST_REPORT), ("summary", SUMMARY))
LATER_PATTERNS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (("why", WHY), ("how", HOW), ("list", LIST), ("yes-no", YES_NO))


def read_kind(text: str) -> QuestionKind:
    first = next((kind for kind, pattern in PATTERNS if pattern.search(text)), None)
    if first:
        return first
    if asked_name(text):
        return "who-is"
    if compared_sides(text):
        return "compare"
    return next((kind for kind, pattern in LATER_PATTERNS if pattern.search(text)), "fact")


def kind_in_conversation(text: str, resolved: str, of_speaker: bool) -> QuestionKind:
    """The kind of a question with the conversation before it.

    Args:
        resolved: its text with names in place of pronouns.
        of_speaker: it asks for somebody's words.
    """
    if of_speaker and not compared_sides(text):
        return "yes-no" if YES_NO.search(text) else "fact"
    return "who-is" if asked_name(resolved) else read_kind(text)


def asks_whether(text: str) -> bool:
    """Whether yes or no answers the question, whatever else it asks."""
    return bool(YES_NO.search(text))


def asks_present_state(text: str) -> bool:
    return bool(PRESENT_STATE.search(text))


def asked_name(text: str) -> str:
    """The person whom the question asks about: "Jana Ritvel" in "Who is Jana Ritvel?". Empty if it asks something else."""
    name = next((m[1] for pattern in WHO_IS if (m := pattern.search(text))), "")
    return "" if set(name.lower().split()) & (FUNCTION_WORDS | OFFICES) and name.islower() else name


def compared_sides(text: str) -> tuple[str, ...]:
    """The two sides that a question compares: "Boeing" and "SpaceX", "union" and "mayor". Empty if it compares none."""
    text = FIRST_WORD.sub(lambda m: m[0].lower(), text)  # its capital letter makes no name
    patterns = [*([EITHER, CHOICE] if OF_TWO.search(text) else []), *([*DIFFERING, BOTH] if DIFFERS.search(text) else []), *([THAN] if MORE.search(text) else [])]
    found = next((m for p in patterns if (m := p.search(text))), None)
    sides = tuple(OWNER.sub("", side) for side in found.groups()) if found else ()
    return () if any(TIME.match(side) or side.lower() in FUNCTION_WORDS for side in sides) else sides
