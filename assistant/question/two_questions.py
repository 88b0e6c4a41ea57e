"""Two questions in one message: "How did the trial end, and who was acquitted?" """

import re

from onrecord.vectorstore.words import WORD, content_words

ASKS = r"(?:(?:in|on|at|for|to|by|from|with|of|about) )?(?:who|whom|whose|what|when|where|why|how|which)\b"
JOINED = re.compile(rf"^(?P<first>.{{12,}}?)[,;]? (?:and|&) (?P<second>{ASKS}.{{4,}})$", re.IGNORECASE)
APART = re.compile(r"^(?P<first>[^?]{8,}\?) (?P<second>[^?]{8,}\?)$")
MIN_WORDS = 3  # words of a second question; fewer belong to the first: "when and where"


def second_question(text: str) -> str:
    """The second of two questions, with the first one's content words, which it may leave out. Empty if there is one question.

    Of "Who was acquitted, and of what?", the second part is too short to be read alone.
    """
    found = JOINED.match(text) or APART.match(text)
    if found is None or len(WORD.findall(found["second"])) < MIN_WORDS:
        return ""
    own = {w.lower() for w in content_words(found["second"])}
    return " ".join([found["second"], *(w for w in content_words(found["first"]) if w.lower() not in own)])
