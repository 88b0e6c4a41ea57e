"""Words that negate, deny or leave open. The sets differ by how much else they may mean where they are used."""

import re

NEGATIVE_PRONOUNS = frozenset({"nobody", "nothing", "none"})
NEGATIVES = NEGATIVE_PRONOUNS | {"no", "neither", "never", "nor"}  # as subject or object they negate the verb
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "none"})  # in front of a subject or object they do the same
NOT_DONE = frozenset({"refuse", "fail", "decline"})  # lemmas: "refused to fire" says that nobody fired
OPEN = ("whether", "if")  # what they introduce is not said to be so

# Words and lemmas that deny without a "not": a claim may well put them as one.
DENYING = NEGATIVES | NOT_DONE | frozenset(
    "not n't n’t without cannot deny reject lack stop prevent avoid rule dismiss unable unlikely few little hardly"
    " barely far impossible against except unless before yet only last end miss lose ban bar halt cancel block absent false wrong".split()
)  # fmt: skip

# A sentence without any of these contradicts no other by a negation, and need not be parsed for one.
MAY_NEGATE = re.compile(rf"\b(?:not|{'|'.join(sorted(NEGATIVES))}|cannot|refuse[ds]?|fail(?:s|ed)?|declined?)\b|n['’]t\b", re.IGNORECASE)
# Pattern of words by which a source says that there is no ground for something.
NO_GROUND = (
    r"\b(?:no(?:t any| other)? (?:\w+ )?(?:evidence|proof|sign|indication|suggestion|confirmation|record|reason to (?:believe|think))|rumou?rs?|speculation|hoax|myth"
    r"|(?:false|untrue|wrong|incorrect|unlikely|doubtful|not (?:true|the case|clear|known|certain)|unclear|unproven|unconfirmed))\b"
)
# A claim with one of these passes a doubt on.
EXPRESSES_DOUBT = re.compile(r"\b(?:no |not |n[’']t |rumou?r|speculat|hoax|myth|false|untrue|unlikely|doubt|unclear|unproven|unconfirmed|whether|alleg)", re.IGNORECASE)
# A lead-in with one of these turns the quotation behind it around.
DENIES = re.compile(r"\b(?:not?|never|none|nobody|nothing|neither|nor|cannot|false|falsely|untrue|wrong|wrongly|denie[sd]|deny|denying|reject(?:s|ed|ing)?)\b|n['’]t\b", re.IGNORECASE)
