"""Words that negate, deny or leave something open. There are several sets, because some words have other meanings in some places."""

import re

NEGATIVE_PRONOUNS = frozenset({"nobody", "nothing", "none"})
NEGATIVES = NEGATIVE_PRONOUNS | {"no", "neither", "never", "nor"}  # as subject or object they negate the verb
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "none"})  # before a subject or object they negate the verb too
NOT_DONE = frozenset({"refuse", "fail", "decline"})  # lemmas: "refused to fire" says that nobody fired
OPEN = ("whether", "if")  # a clause with one of these is not stated as a fact

# Words and lemmas that deny without "not". A claim may express them with "not".
DENYING = NEGATIVES | NOT_DONE | frozenset(
    "not n't n’t without cannot deny reject lack stop prevent avoid rule dismiss unable unlikely few little hardly"
    " barely far impossible against except unless before yet only last end miss lose ban bar halt cancel block absent false wrong".split()
)  # fmt: skip

# A sentence without any of these words has no negation that could contradict another sentence, so it need not be parsed.
MAY_NEGATE = re.compile(rf"\b(?:not|{'|'.join(sorted(NEGATIVES))}|cannot|refuse[ds]?|fail(?:s|ed)?|declined?)\b|n['’]t\b", re.IGNORECASE)
# Words with which a source says that there is no evidence for something.
NO_GROUND = (
    r"\b(?:no(?:t any| other)? (?:\w+ )?(?:evidence|proof|sign|indication|suggestion|confirmation|record|reason to (?:believe|think))|rumou?rs?|speculation|hoax|myth"
    r"|(?:false|untrue|wrong|incorrect|unlikely|doubtful|not (?:true|the case|clear|known|certain)|unclear|unproven|unconfirmed))\b"
)
# A claim with one of these words repeats the source's doubt.
EXPRESSES_DOUBT = re.compile(r"\b(?:no |not |n[’']t |rumou?r|speculat|hoax|myth|false|untrue|unlikely|doubt|unclear|unproven|unconfirmed|whether|alleg)", re.IGNORECASE)
# A lead-in with one of these words reverses the meaning of the quotation after it.
DENIES = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|cannot|false|falsely|untrue|wrong|wrongly|denie[sd]|deny|denying|reject(?:s|ed|ing)?)\b|n['’]t\b", re.IGNORECASE)
