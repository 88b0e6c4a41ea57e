"""Rules about quotations: the words are the source's own, in its order, and an ellipsis hides nothing that changes their meaning."""

import re
from collections.abc import Sequence

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.language import STRAIGHTEN

PLAIN = STRAIGHTEN | {ord("…"): "..."}
QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")
LEFT_OUT = re.compile(r"…|\.{3}|\[[^\]]*\]")
# Words that negate or limit what is said around them. Without them, the rest says something else.
TURNS_MEANING = re.compile(r"\b(?:not(?! (?:even|only|least)\b)|never|no|cannot|unless|whether|if|neither|nor|hardly|only)\b|n't\b", re.IGNORECASE)
TWO_CLAUSES = re.compile(r"\w\W*[;.!?]\s*\w")  # words of one, and words of the next
NEXT_CLAUSE = re.compile(r"[.!?;\"]|, (?:and|or|but) ")


def check_quotes(pair: Pair) -> Fault | None:
    """Quoted words must be in the source. White space, the form of quotation marks, and ellipses may differ."""
    source = normalize_quotes(pair.source)
    for quoted in QUOTED.findall(pair.claim):
        if any(p not in source for p in quoted_pieces(quoted)):
            return Fault("quote-altered", f"“{quoted}” is not in the cited text")
    return None


def check_ellipses(pair: Pair) -> Fault | None:
    """The pieces of a quotation with an ellipsis must keep their order, and the words left out must not turn their meaning."""
    source = normalize_quotes(pair.source)
    for quoted in QUOTED.findall(pair.claim):
        left_out = words_left_out(quoted_pieces(quoted), source) if LEFT_OUT.search(quoted) else []
        if left_out is None:
            return Fault("quote-cut", f"the cited text has the parts of “{quoted}” in another order")
        left_out += [rest_of_clause(quoted, source)] if re.search(r"(?:…|\.{3})[\s.,;:]*$", quoted) else []
        if turned := next((m[0] for words in left_out if (m := TURNS_MEANING.search(words))), None):
            return Fault("quote-cut", f"the quotation leaves out “{turned}”, which changes what “{quoted}” says")
        if any(map(TWO_CLAUSES.search, left_out)):
            return Fault("quote-cut", f"“{quoted}” joins words of two sentences of the cited text into one")
    return None


def quoted_pieces(quoted: str) -> list[str]:
    """The parts of a quotation between its ellipses and brackets, in the form of `normalize_quotes`."""
    return [p for piece in LEFT_OUT.split(normalize_quotes(quoted)) if (p := piece.strip(" .,;:!?"))]


def words_left_out(pieces: Sequence[str], source: str) -> list[str] | None:
    """The words of the source between the pieces. None if they stand in another order there."""
    at, found = 0, []
    for number, piece in enumerate(pieces):
        start = source.find(piece, at)
        if start < 0:
            return None if all(p in source for p in pieces) else []
        if number:
            found.append(source[at:start])
        at = start + len(piece)
    return found


def rest_of_clause(quoted: str, source: str) -> str:
    """What the source says after a quotation that ends with an ellipsis, up to the end of the clause."""
    pieces = quoted_pieces(quoted)
    _, found, after = source.partition(pieces[-1]) if pieces else ("", "", "")
    return NEXT_CLAUSE.split(after)[0] if found else ""


def normalize_quotes(text: str) -> str:
    """The text in lower case, with single spaces, straight quotation marks, and "..." for an ellipsis."""
    return re.sub(r"\s+", " ", text.translate(PLAIN)).lower()
