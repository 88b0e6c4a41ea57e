"""Decides whether a sentence of a source says that a statement is so (Yes), says that it is not (No), or leaves it open (None)."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from spacy.tokens import Token

from onrecord.assistant.evidence import Evidence
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules import RULES
from onrecord.assistant.gate.support import windows
from onrecord.assistant.gate.tuning import GATE_TUNING as TUNING
from onrecord.assistant.language import MAY_NEGATE, are_opposed
from onrecord.assistant.reader import Reader

Settled = Literal["Yes", "No"]
# A sentence with one of these words states something as possible, planned, believed or alleged.
LEFT_OPEN = re.compile(
    r"\b(?:could|(?-i:may)|might|would|should|whether|if|unless|likely|feared?|believed?|suspect(?:s|ed)?|alleged(?:ly)?|accuse[sd]?|(?<!than )(?<!as )(?:plan(?:s|ned|ning)?|expect(?:s|ed)?)|considering|due to"
    r"|reportedly|apparently|appears?|seems?|said to|rumou?rs?|not true|false|nearly|almost)\b",
    re.IGNORECASE,
)
KEPT = "attribution-dropped"  # the headline says according to whom


def settle(statement: str, evidence: Evidence, reader: Reader) -> Settled | None:
    """What the evidence says of the statement. The reader must be sure of it, and the gate's rules must not contradict the reader.

    Args: statement: one sentence in the affirmative.
    """
    text = evidence.text.replace("would", "will") if " will " in statement else evidence.text  # "she said that it would" reports "it will"
    if LEFT_OPEN.search(text):
        return None
    day = evidence.article.published_at
    pair = Pair(statement, evidence.text, f"{evidence.article.title} {evidence.article.publisher}", date.fromisoformat(day[:10]) if day else None)
    faults = {f.code for rule in RULES if (f := rule(pair))} - {KEPT}
    reading = reader.read_support(statement, windows(evidence.text))
    if not faults and not is_past(pair) and reading.supported >= TUNING.min_yes and not MAY_NEGATE.search(evidence.text):
        return "Yes"
    if reading.supported <= TUNING.max_support_of_no and reading.contradicted >= least_contradicted(pair, faults):
        return "No"
    return None


def is_past(pair: Pair) -> bool:
    """Whether the statement is about now, and the source tells only what has been: who was sentenced to prison may be free."""
    now = any(t.lower_ in ("is", "are") for t in pair.claim_doc)
    return now and not any(t.tag_ in ("VBZ", "VBP") for t in pair.nearest)


def least_contradicted(pair: Pair, faults: set[str]) -> float:
    """The probability of a contradiction from which the answer is No: the rules must see that the verb is negated, or that its opposite is said."""
    if faults == {"negation-changed"} or (not faults and places(pair.claim_doc, negated=False) & places(pair.nearest, negated=True)):
        return TUNING.min_no
    if faults == {"negation-changed", "name-not-in-source"}:
        return TUNING.min_no_unnamed
    if not faults and not MAY_NEGATE.search(pair.source) and are_opposed((t.lemma_.lower() for t in pair.claim_doc), (t.lemma_.lower() for t in pair.nearest)):
        return TUNING.min_no_by_opposite
    return TUNING.never


def places(tokens: Iterable[Token], negated: bool) -> set[str]:
    """The lemmas of what somebody or something is, or is not, "on", "in" or "at": {"list"} for "is on the list"."""
    verbs = (t for t in tokens if t.lemma_ == "be" and any(c.dep_ == "neg" for c in t.children) == negated)
    return {c.lemma_.lower() for v in verbs for p in v.children if p.dep_ == "prep" for c in p.children if c.dep_ == "pobj"}
