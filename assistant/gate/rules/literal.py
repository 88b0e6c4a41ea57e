"""Rules that compare literally: dates, names and units of a claim must be in the cited text."""

import re

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.substitutions import counts_another_thing
from onrecord.assistant.language import MONTHS, TITLE_FORMS, read_dates
from onrecord.vectorstore.words import FUNCTION_WORDS, stems

MONEY = re.compile(r"([$£€¥])\s?(\d[\d,.]*)")


def check_dates(pair: Pair) -> Fault | None:
    """Every date of a claim must be in the source or in the citation, or follow from the day of publication."""
    source = read_dates(f"{pair.source} {pair.known}", pair.published)
    if lacking := read_dates(pair.claim, pair.published).lacking(source):
        return Fault("date-not-in-source", f"{', '.join(lacking)} is not in the cited text")
    return None


def check_names(pair: Pair) -> Fault | None:
    """Every proper name of a claim must be in the source, or be the citation's speaker or outlet."""
    for token in pair.claim_doc:
        name = token.pos_ == "PROPN" and token.text[:1].isupper() and token.text.lower() not in FUNCTION_WORDS
        forms = {token.text, TITLE_FORMS.get(token.lower_.rstrip("."), token.text)}
        if name and token.lower_ not in MONTHS and not any(all(w in pair.source_words for w in stems(form)) for form in forms):
            return Fault("name-not-in-source", f"{token.text} is not in the cited text")
    return None


def check_units(pair: Pair) -> Fault | None:
    """A number must count the same thing. A claim must not replace euros by dollars, or tanks by trucks in a near copy of a sentence."""
    source = {(m[2].rstrip(".,"), m[1]) for m in MONEY.finditer(pair.source)}
    for m in MONEY.finditer(pair.claim):
        amount, sign = m[2].rstrip(".,"), m[1]
        if (amount, sign) not in source and amount in {a for a, _ in source}:
            return Fault("unit-changed", f"the cited text does not have {sign}{amount} in this currency")
    found = next(filter(counts_another_thing, pair.exchanges), None)
    return Fault("unit-changed", str(found)) if found else None
