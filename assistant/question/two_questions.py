"""Two questions in one message: "How did the trial end, and who was acquitted?" """

import re

from onrecord.assistant.language import POSSESSIVE, PRONOUNS
from onrecord.vectorstore.words import WORD, content_words

ASKS = r"(?:(?:in|on|at|for|to|by|from|with|of|about) )?(?:who|whom|whose|what|when|where|why|how|which)\b"
JOINED = re.compile(rf"^(?P<first>.{{12,}}?)[,;]? (?:and|&) (?P<second>{ASKS}.{{4,}})$", re.IGNORECASE)
APART = re.compile(r"^(?P<first>[^?]{8,}\?) (?P<second>[^?]{8,}\?)$")
REFERS = re.compile(rf"\b(?:{'|'.join(PRONOUNS | set(POSSESSIVE))})\b", re.IGNORECASE)
MIN_WORDS = 3  # words of a second question; fewer belong to the first: "when and where"


def split_questions(text: str) -> tuple[str, str]:
    """The two questions of a message. The second is empty if there is one.

    Of "Who was acquitted, and of what?", the second part is too short to be read alone.
    """
    found = JOINED.match(text) or APART.match(text)
    if found is None or len(WORD.findall(found["second"])) < MIN_WORDS:
        return text, ""
    return found["first"], found["second"]


def first_question(text: str) -> str:
    """The first of two questions, or the whole text if there is one."""
    first, second = split_questions(text)
    return f"{first.rstrip('?')}?" if second else text


def second_question(text: str) -> str:
    """The second of two questions, with what it may leave out: the first one's names; all its content words if there is none, or the second has a pronoun or "who". Empty if there is one question."""
    first, second = split_questions(text)
    if not second:
        return ""
    own, words = {w.lower() for w in content_words(second)}, content_words(first)
    names = [w for w in words if w[0].isupper() and not first.startswith(w)]
    left_out = words if not names or REFERS.search(second) else names
    return " ".join([second, *(w for w in left_out if w.lower() not in own)])
