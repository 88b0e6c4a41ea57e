"""The form of a question: whether it asks for one fact, for a comparison, or for an account of an event."""

import re
from typing import Literal

Form = Literal["fact", "compare", "summary"]

SUMMARY = re.compile(
    r"\bwhat (?:all )?(?:(?:has |have |had )?happened|went on|(?:is|was) going on)\b(?! (?:next|then|after(?:wards)?)\b)(?=.*\b(?:to|with|at|in|on|during|there|after)\b)"
    r"|\bsum(?:marise|marize)?\b.*\bup\b|\bsum up\b|\bsummar(?:y|ise|ize)\b|\brundown\b|\boverview\b|\brecap\b|\bin (?:a nutshell|brief|short)\b"
    r"|^\W*(?:can you |could you |please )?(?:tell me|give me|write me)(?: more| a bit| something| all)? about\b|\bwhat (?:do|should) (?:we|i) know about\b|\bwhat(?: is|['’]s) the story\b|\bcatch me up\b|\bbring me up to date\b",
    re.IGNORECASE,
)


NAME = r"[A-Z\u00c0-\u00de][\w.’'-]*\w(?: (?:of |de |al-)?[A-Z\u00c0-\u00de][\w.’'-]*\w)*"
COMPARED = (
    re.compile(rf"(?i:\b(?:more|less|fewer|first|last|earlier|later|higher|lower|bigger|larger|longer|older|younger|better|worse|most|who|which|whose)\b).*?\b({NAME}),? or (?:the )?({NAME})"),
    re.compile(rf"(?i:\bbetween) (?:the )?({NAME}) and (?:the )?({NAME})"),
    re.compile(rf"(?i:\bcompar(?:e|ed|ing|ison)\b).*?\b({NAME}) (?:and|with|to|against|or) (?:the )?({NAME})"),
    re.compile(rf"\b({NAME}) (?:versus|vs\.?) (?:the )?({NAME})"),
)
OWNER = re.compile(r"['’]s?$")


def read_form(text: str) -> Form:
    return "summary" if SUMMARY.search(text) else "compare" if compared_names(text) else "fact"


def compared_names(text: str) -> tuple[str, ...]:
    """The two names that a question compares: "Boeing" and "SpaceX". None where it compares none."""
    found = next((m for pattern in COMPARED if (m := pattern.search(text))), None)
    return tuple(OWNER.sub("", name) for name in found.groups()) if found else ()
