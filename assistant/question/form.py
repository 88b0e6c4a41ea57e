"""The form of a question: whether it asks for one fact or for an account of several."""

import re
from typing import Literal

Form = Literal["fact", "summary"]

SUMMARY = re.compile(
    r"\bwhat (?:all )?(?:(?:has |have |had )?happened|went on|(?:is|was) going on)\b(?! (?:next|then|after(?:wards)?)\b)(?=.*\b(?:to|with|at|in|on|during|there|after)\b)"
    r"|\bsum(?:marise|marize)?\b.*\bup\b|\bsum up\b|\bsummar(?:y|ise|ize)\b|\brundown\b|\boverview\b|\brecap\b|\bin (?:a nutshell|brief|short)\b"
    r"|^\W*(?:can you |could you |please )?(?:tell me|give me|write me)(?: more| a bit| something| all)? about\b|\bwhat (?:do|should) (?:we|i) know about\b|\bwhat(?: is|['’]s) the story\b|\bcatch me up\b|\bbring me up to date\b",
    re.IGNORECASE,
)


def read_form(text: str) -> Form:
    return "summary" if SUMMARY.search(text) else "fact"
