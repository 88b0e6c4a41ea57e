"""The form of a question: whether it asks for one fact, who somebody is, for a comparison, or for an account of an event."""

import re
from typing import Literal

from onrecord.assistant.language import CAPITAL_MONTHS, CAPITAL_WEEKDAYS, OFFICES
from onrecord.vectorstore.words import FUNCTION_WORDS

Form = Literal["fact", "who-is", "compare", "summary", "latest"]

SUMMARY = re.compile(
    r"\bwhat (?:all )?(?:(?:has |have |had )?happened|went on|(?:is|was) going on)\b(?! (?:next|then|after(?:wards)?)\b)(?=.*\b(?:to|with|at|in|on|during|there|after)\b)"
    r"|^\W*(?:can you |could you |please )*(?:sum (?:it |this |that )?up|summari[sz]e|catch me up|bring me up to date)\b"
    r"|^\W*(?:can you |could you |please )*(?:give|write|tell) (?:me |us )?(?:an? )?(?:\w+ )?(?:summary|rundown|overview|recap)\b"
    r"|^\W*(?:can you |could you |please )*tell (?:me|us)(?: more| a bit| something| all)? about\b|^\W*what (?:do|should) (?:we|i) know about\b|^\W*what(?: is|['’]s) the story\b"
    r"|^\W*(?:a |quick |short )*(?:summary|rundown|overview|recap) of\b",
    re.IGNORECASE,
)
LATEST_REPORT = re.compile(
    r"\b(?:status|state of play) (?:of|with|on)\b|\b(?:what(?:['’]s| is| are)? (?:the )?)(?:latest|newest)(?: news| developments?| updates?)? (?:on|about|from|with|in|of)\b"
    r"|^\W*(?:is there )?any (?:updates?|news) (?:on|about|from)\b|\bwhere (?:do|does) .*\bstand(?: now)?\W*$",
    re.IGNORECASE,
)
WORD = r"(?:[A-Z\u00c0-\u00de][\w.’'-]{0,40}\w)"
NAME = rf"{WORD}(?: (?:of |de )?{WORD}){{0,3}}"
EITHER = re.compile(rf"\b({NAME}),? or (?:the )?({NAME})")
BOTH = re.compile(rf"\b({NAME}) (?:and|with|to|against|versus|vs\.?) (?:the )?({NAME})")
# A question compares if one of these words stands with the two names.
OF_TWO = re.compile(r"\b(?:more|less|fewer|first|last|earlier|later|higher|lower|bigger|larger|longer|older|younger|better|worse|most|who|which|whose)\b", re.IGNORECASE)
DIFFERS = re.compile(r"\b(?:compar(?:e|ed|es|ing|ison)|differ(?:s|ed|ence|ences|ent)?|versus|vs)\b", re.IGNORECASE)
FIRST_WORD = re.compile(rf"^\W*(?:{OF_TWO.pattern}|{DIFFERS.pattern})", re.IGNORECASE)
SMALL_NAME = r"[a-z][\w’'-]*(?<!ed)(?<!ing) [a-z][\w’'-]*(?<!ed)(?<!ing)"  # a name that is typed without capitals
WHO_IS = (
    re.compile(rf"^\W*(?:(?:[Aa]nd|[Ss]o|[Rr]emind me:?|[Tt]ell me:?) )*[Ww]ho(?:['’]s| is| was) ({NAME}|{SMALL_NAME})(?: again)?(?:,? and (?:what|why|how)\b.*)?\W*$"),
    re.compile(rf"^\W*(?:(?:[Rr]emind|[Tt]ell) me:? )who ({NAME}) (?:is|was)\W*$"),
    re.compile(rf"^\W*({NAME})\W+(?:so )?who (?:is|was) (?:s?he|that|this)\b"),
)
OWNER = re.compile(r"['’]s?$")
TIME = re.compile(rf"^(?:{CAPITAL_MONTHS}|{CAPITAL_WEEKDAYS})\b")


def read_form(text: str) -> Form:
    if LATEST_REPORT.search(text):
        return "latest"
    if SUMMARY.search(text):
        return "summary"
    return "who-is" if asked_name(text) else "compare" if compared_names(text) else "fact"


def asked_name(text: str) -> str:
    """The person whom the question asks about: "Jana Ritvel" in "Who is Jana Ritvel?". Empty if it asks something else."""
    name = next((m[1] for pattern in WHO_IS if (m := pattern.search(text))), "")
    return "" if set(name.lower().split()) & (FUNCTION_WORDS | OFFICES) and name.islower() else name


def compared_names(text: str) -> tuple[str, ...]:
    """The two names that a question compares: "Boeing" and "SpaceX". Empty if it compares no names."""
    text = FIRST_WORD.sub(lambda m: m[0].lower(), text)  # its capital letter makes no name
    found = (EITHER.search(text) if OF_TWO.search(text) else None) or (BOTH.search(text) if DIFFERS.search(text) else None)
    names = tuple(OWNER.sub("", name) for name in found.groups()) if found else ()
    return () if any(TIME.match(name) for name in names) else names
