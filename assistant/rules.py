"""The gate's rules that read: each compares a claim with the text it cites and names what is wrong.

A rule returns a `Fault` with its reason code, or None. `Pair` holds what several rules need, made once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from spacy.tokens import Doc

from assistant.attribution import Statement, extract_statements, parser
from assistant.figures import figures, months, weekdays
from assistant.words import FUNCTION_WORDS, WORD, stem, stems

HELD = 0.5  # share of a claim's content words from which a statement of the source is the one it repeats
CLEARER = 0.15  # how much better than the article's own voice a statement must fit to own the words
NEGATORS = frozenset("not n't n’t no never none nobody nothing neither nor without cannot deny denies denied refuse refused refuses reject rejected rejects".split())
PLAIN = str.maketrans("“”‘’", "\"\"''") | {ord("…"): "..."}
QUOTED = re.compile(r"[“\"]([^“”\"]{2,}?)[”\"]")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a claim: a stable code for machines and a sentence for people."""

    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


@dataclass(frozen=True)
class Pair:
    """A claim and the text it cites. `known` is what the citation itself says beside the text: speaker, outlet, date.
    `said` are the source's statements where the archive has them; otherwise they are read off the source."""

    claim: str
    source: str
    known: str = ""
    said: tuple[Statement, ...] | None = field(default=None)

    @cached_property
    def claim_doc(self) -> Doc:
        return parser()(self.claim)

    @cached_property
    def claim_statements(self) -> list[Statement]:
        return extract_statements(self.claim, self.claim_doc)

    @cached_property
    def source_statements(self) -> tuple[Statement, ...]:
        return self.said if self.said is not None else statements_of(self.source)

    @cached_property
    def source_words(self) -> set[str]:
        return set(stems(f"{self.source} {self.known}"))


@lru_cache(maxsize=256)
def statements_of(source: str) -> tuple[Statement, ...]:
    return tuple(extract_statements(source))


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
    for f in figures(pair.claim):
        if f.value not in values:
            return Fault("number-not-in-source", f"{f.text} is not in the cited text")
        if (f.value, f.bound) not in held and "more" in {b for v, b in held if v == f.value} | {f.bound}:
            return Fault("bound-changed", f"the cited text puts another bound on {f.text}")
    return None


def dates_hold(pair: Pair) -> Fault | None:
    """Every month and weekday of a claim is in the source or in the citation's own date."""
    text = f"{pair.source} {pair.known}"
    for named in (months, weekdays):
        if lacking := named(pair.claim) - named(text):
            return Fault("date-not-in-source", f"{', '.join(sorted(lacking))} is not in the cited text")
    return None


def names_hold(pair: Pair) -> Fault | None:
    """Every proper name of a claim is in the source, or in what the citation says of speaker and outlet."""
    for token in pair.claim_doc:
        name = token.pos_ == "PROPN" and token.text[:1].isupper() and token.text.lower() not in FUNCTION_WORDS
        if name and not months(token.text) and not all(w in pair.source_words for w in stems(token.text)):
            return Fault("name-not-in-source", f"{token.text} is not in the cited text")
    return None


def negation_holds(pair: Pair) -> Fault | None:
    """A claim is negated where the nearest sentence of the source is, and only there."""
    nearest = nearest_sentence(pair.claim, pair.source)
    if negated(pair.claim) != negated(nearest):
        return Fault("negation-changed", "one of claim and cited text is negated, the other is not")
    return None


def attribution_kept(pair: Pair) -> Fault | None:
    """What the source credits to somebody is credited in the claim, and to the same speaker."""
    owner = owning_statement(pair)
    if owner is None:
        return None
    who = speaker_of(owner, pair.source)
    makers = [speaker_of(s, pair.claim) for s in pair.claim_statements if s.speaker]
    if not makers:
        return Fault("attribution-dropped", f"the cited text credits this to {who or 'a speaker'}, the claim to nobody")
    allowed = set(stems(" ".join((who, *owner.chain, owner.speaker_name or ""))))
    if who and all(not (set(stems(m)) & allowed) for m in makers):
        return Fault("speaker-changed", f"the cited text credits this to {who}, the claim to {makers[0]}")
    return None


RULES: tuple[Callable[[Pair], Fault | None], ...] = (quotes_verbatim, numbers_hold, dates_hold, names_hold, negation_holds, attribution_kept)


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


def meaning_words(text: str) -> set[str]:
    return {stem(w) for w in WORD.findall(text) if w.lower() not in FUNCTION_WORDS}


def nearest_sentence(claim: str, source: str) -> str:
    words = meaning_words(claim)
    return max(re.split(r"(?<=[.!?][\"”’ ])|\n", source), key=lambda s: len(words & meaning_words(s)), default=source)


def negated(text: str) -> bool:
    return any(w.strip(".,;:!?\"”“") in NEGATORS or w.rstrip(".,;:!?\"”“").endswith(("n't", "n’t")) for w in text.lower().split())


def plain_quotes(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(PLAIN)).lower()
