"""Rules that compare literally: quotations, numbers, dates, names and units of a claim must be in the cited text."""

import re

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.substitutions import counts_another_thing
from onrecord.assistant.language import DAY_OF_MONTH, MONTHS, STRAIGHTEN, TITLE_FORMS, find_figures, read_dates
from onrecord.vectorstore.words import FUNCTION_WORDS, stems

PLAIN = STRAIGHTEN | {ord("…"): "..."}
MONEY = re.compile(r"([$£€¥])\s?(\d[\d,.]*)")
QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")


def check_quotes(pair: Pair) -> Fault | None:
    """Quoted words must be in the source. White space, the form of quotation marks, and ellipses may differ."""
    source = normalize_quotes(pair.source)
    for quoted in QUOTED.findall(pair.claim):
        pieces = [p.strip(" .,;:!?") for p in re.split(r"…|\.{3}|\[[^\]]*\]", normalize_quotes(quoted))]
        if any(p and p not in source for p in pieces):
            return Fault("quote-altered", f"“{quoted}” is not in the cited text")
    return None


def check_numbers(pair: Pair) -> Fault | None:
    """Every number of a claim must be in the source, with the same bound ("more than", "at least")."""
    in_source = {(f.value, f.bound) for f in find_figures(f"{pair.source} {pair.known}")}
    values = {v for v, _ in in_source}
    for f in find_figures(DAY_OF_MONTH.sub(" ", pair.claim)):
        if f.value not in values:
            return Fault("number-not-in-source", f"{f.text} is not in the cited text")
        if (f.value, f.bound) not in in_source and "more" in {b for v, b in in_source if v == f.value} | {f.bound}:
            return Fault("bound-changed", f"the cited text has another bound for {f.text}")
    return None


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


def normalize_quotes(text: str) -> str:
    """The text in lower case, with single spaces, straight quotation marks, and "..." for an ellipsis."""
    return re.sub(r"\s+", " ", text.translate(PLAIN)).lower()
