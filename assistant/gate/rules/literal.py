"""The gate's rules that read: each compares a claim with the text it cites and names what is wrong.

A rule returns a `Fault` with its reason code, or None.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.assistant.attribution import Statement
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.doubt import doubt_dropped
from onrecord.assistant.gate.substitutions import counts_another, names_another
from onrecord.assistant.language import DAY_OF_MONTH, MONTHS, TITLES, denies_at_all, figures, predicates, read_dates, who_to_whom
from onrecord.vectorstore.words import FUNCTION_WORDS, meaning_words, stems

HELD = 0.5  # share of a claim's content words from which a statement of the source is the one it repeats
CLEARER = 0.15  # how much better than the article's own voice a statement must fit to own the words
PLAIN = str.maketrans("“”‘’", "\"\"''") | {ord("…"): "..."}
MONEY = re.compile(r"([$£€¥])\s?(\d[\d,.]*)")
QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a claim: a stable code for machines and a sentence for people."""

    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


def quotes_verbatim(pair: Pair) -> Fault | None:
    """What a claim puts in quotation marks stands in the source; white space, quote marks and ellipses may differ."""
    source = plain_quotes(pair.source)
    for quoted in QUOTED.findall(pair.claim):
        pieces = [p.strip(" .,;:!?") for p in re.split(r"…|\.{3}|\[[^\]]*\]", plain_quotes(quoted))]
        if any(p and p not in source for p in pieces):
            return Fault("quote-altered", f"“{quoted}” is not in the cited text")
    return None


def numbers_hold(pair: Pair) -> Fault | None:
    """Every number of a claim is in the source, under the same bound."""
    held = {(f.value, f.bound) for f in figures(f"{pair.source} {pair.known}")}
    values = {v for v, _ in held}
    for f in figures(DAY_OF_MONTH.sub(" ", pair.claim)):
        if f.value not in values:
            return Fault("number-not-in-source", f"{f.text} is not in the cited text")
        if (f.value, f.bound) not in held and "more" in {b for v, b in held if v == f.value} | {f.bound}:
            return Fault("bound-changed", f"the cited text puts another bound on {f.text}")
    return None


def dates_hold(pair: Pair) -> Fault | None:
    """Every date of a claim is in the source, follows from its day of publication, or is the citation's own date."""
    source = read_dates(f"{pair.source} {pair.known}", pair.published)
    if lacking := read_dates(pair.claim, pair.published).lacking(source):
        return Fault("date-not-in-source", f"{', '.join(lacking)} is not in the cited text")
    return None


def names_hold(pair: Pair) -> Fault | None:
    """Every proper name of a claim is in the source, or in what the citation says of speaker and outlet."""
    for token in pair.claim_doc:
        name = token.pos_ == "PROPN" and token.text[:1].isupper() and token.text.lower() not in FUNCTION_WORDS
        forms = {token.text, TITLES.get(token.lower_.rstrip("."), token.text)}
        if name and token.lower_ not in MONTHS and not any(all(w in pair.source_words for w in stems(form)) for form in forms):
            return Fault("name-not-in-source", f"{token.text} is not in the cited text")
    return None


def words_in_place(pair: Pair) -> Fault | None:
    """Where a claim all but copies a sentence, no other name, number or date stands in the place of one: the passage may well hold both."""
    found = next(filter(names_another, pair.exchanges), None)
    return Fault("word-exchanged", str(found)) if found else None


def units_hold(pair: Pair) -> Fault | None:
    """A number counts what it counts in the source: no dollars for euros, and in what all but copies it no trucks for tanks."""
    source = {(m[2].rstrip(".,"), m[1]) for m in MONEY.finditer(pair.source)}
    for m in MONEY.finditer(pair.claim):
        amount, sign = m[2].rstrip(".,"), m[1]
        if (amount, sign) not in source and amount in {a for a, _ in source}:
            return Fault("unit-changed", f"the cited text does not have {sign}{amount} in this currency")
    found = next(filter(counts_another, pair.exchanges), None)
    return Fault("unit-changed", str(found)) if found else None


def roles_hold(pair: Pair) -> Fault | None:
    """Who does something to whom is not turned round."""
    source = who_to_whom(pair.nearest)
    for done, found in who_to_whom(pair.claim_doc).items():
        for who, whom in found:
            if (whom, who) in source.get(done, ()) and (who, whom) not in source[done]:
                return Fault("roles-exchanged", f"the cited text has who does “{done}” to whom the other way round")
    return None


def negation_holds(pair: Pair) -> Fault | None:
    """What a claim says is (not) so, the nearest sentences of the source do not say is (not) so only."""
    source = predicates(pair.nearest)
    for lemma, found in predicates(pair.claim_doc).items():
        negated = {p.negated for p in found}
        if lemma in source and not negated & {p.negated for p in source[lemma]}:
            return Fault("negation-changed", f"“{lemma}” is negated in one of claim and cited text, and not in the other")
        if lemma not in source and negated == {True} and not denies_at_all(pair.nearest):
            return Fault("negation-changed", f"“{lemma}” is negated in the claim, and nothing is in the cited text")
    return None


def modality_holds(pair: Pair) -> Fault | None:
    """What may be or is planned is not served as done."""
    source = predicates(pair.nearest)
    for lemma, found in predicates(pair.claim_doc).items():
        if lemma in source and "fact" in {p.mood for p in found} and (moods := {p.mood for p in source[lemma]}) and "fact" not in moods:
            return Fault("modality-changed", f"in the cited text “{lemma}” is only {' or '.join(sorted(moods))}")
    return None


def doubt_kept(pair: Pair) -> Fault | None:
    """What the source finds no ground for is not told as so."""
    doubt = doubt_dropped(pair)
    return Fault("doubt-dropped", f"the cited text has this behind “{doubt}”") if doubt else None


def attribution_kept(pair: Pair) -> Fault | None:
    """What the source credits to somebody is credited in the claim, to the same speaker, through the same chain."""
    owner = owning_statement(pair)
    if owner is None:
        return None
    who = speaker_of(owner, pair.source)
    makers = [speaker_of(s, pair.claim) for s in pair.claim_statements if s.speaker]
    if not makers:
        return Fault("attribution-dropped", f"the cited text credits this to {who or 'a speaker'}, the claim to nobody")
    credited = {w for maker in makers for w in stems(maker)}
    if not who or credited & set(stems(" ".join((who, *owner.chain)))):
        return None
    if any(credited & set(stems(speaker)) for speaker in quoted_by(pair, owner)):
        return Fault("chain-shortened", f"the cited text has this from {who}, whom the claim leaves out")
    return Fault("speaker-changed", f"the cited text credits this to {who}, the claim to {makers[0]}")


def quoted_by(pair: Pair, owner: Statement) -> list[str]:
    """Whom the owner of the words has saying them: B of "A said that B claimed …"."""
    return [speaker_of(s, pair.source) for s in pair.source_statements if s != owner and s.chain and owner.content.holds(s.content)]


RULES: tuple[Callable[[Pair], Fault | None], ...] = (
    quotes_verbatim, numbers_hold, dates_hold, names_hold, words_in_place, units_hold, roles_hold, negation_holds, modality_holds, doubt_kept,
    attribution_kept,
)  # fmt: skip


def owning_statement(pair: Pair) -> Statement | None:
    """The statement of the source that a claim repeats, unless the source says the same in its own voice as well."""
    words = meaning_words(claimed(pair))
    if not words:
        return None
    contents = {s: meaning_words(pair.source[s.content.start : s.content.end]) for s in pair.source_statements if s.speaker or s.speaker_name}
    share = {s: len(words & held) / len(words) for s, held in contents.items()}
    best = max(share, key=lambda s: (share[s], -len(s.chain)), default=None)
    if best is None or share[best] < HELD:
        return None
    own = len(words & meaning_words(own_voice(pair))) / len(words)
    return best if share[best] >= own + CLEARER else None


def claimed(pair: Pair) -> str:
    """What a claim says, without who it says said it."""
    contents = [pair.claim[s.content.start : s.content.end] for s in pair.claim_statements]
    return " ".join(contents) or pair.claim


def own_voice(pair: Pair) -> str:
    """The source without what it credits to others."""
    text = list(pair.source)
    for s in pair.source_statements:
        text[s.content.start : s.content.end] = " " * (min(s.content.end, len(text)) - s.content.start)
    return "".join(text)


def speaker_of(statement: Statement, text: str) -> str:
    if statement.speaker is None:
        return statement.speaker_name or ""
    return f"{text[statement.speaker.start : statement.speaker.end]} {statement.speaker_name or ''}".strip()


def words_shared(pair: Pair) -> float:
    """Share of a claim's content words that the source has too."""
    words = meaning_words(pair.claim)
    return len(words & meaning_words(pair.source)) / len(words) if words else 0.0


def plain_quotes(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(PLAIN)).lower()
