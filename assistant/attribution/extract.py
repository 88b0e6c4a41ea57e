"""Extracts who said what from spaCy's parse: statements with speaker, cue and stance."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc

from onrecord.assistant.attribution import constructions
from onrecord.assistant.attribution.coreference import SpeakerNames
from onrecord.assistant.attribution.headlines import in_headline
from onrecord.assistant.attribution.model import Found, Kind, Span, Statement
from onrecord.assistant.attribution.plausibility import DoubtMarks
from onrecord.assistant.attribution.quotation_spans import overlapping, quotations
from onrecord.assistant.attribution.quoted_speech import QuotedSpeech, fit_to_quotations
from onrecord.assistant.attribution.tuning import ATTRIBUTION_TUNING as TUNING
from onrecord.assistant.language import CAPITAL_MONTHS, FIRST_PERSON, parser

EXTRACTOR_VERSION = "8"
CONSTRUCTIONS = (
    in_headline,
    constructions.by_verb,
    constructions.by_adjective,
    constructions.by_noun,
    constructions.according_to,
    constructions.in_somebodys_count,
    constructions.before_colon,
)
# "DRUVA, Feb 11 (Corvane Wire) — ": the place where a story was written is not a speaker. A place in small letters looks like a speaker too
# ("Mara Velten (Labour) – "), so behind it there is a day or the name of an agency.
_MONTH = rf"(?:{CAPITAL_MONTHS})\.?"
DAY = rf"(?:\b\d{{1,2}}\.? {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}\b(?:, \d{{4}})?)"
_PLACE = r"(?=\S*[^\W\d_a-z]{2})[^\W\d_a-z](?:[^\W\d_a-z]|[./'’-]){1,40}(?: (?:[^\W\d_a-z]|[./'’-]){1,20}){0,2}"  # at most three words, in capitals
_AGENCY = r"(?:AP|AFP|Reuters|UPI|CNN|Bloomberg|dpa|PA|PTI|(?:[A-Z][\w.’'-]+ ){1,3}(?:Wire|Press|News|Post|Times|Courier|Ledger|Herald|Journal|Tribune|Gazette))"
DATELINE = re.compile(
    rf"^(?:{_PLACE}(?:, (?:{DAY}|[A-Z][A-Za-z.]+(?: \d{{1,2}})?(?:, \d{{4}})?)){{0,2}}(?:[ \u00a0]\([^()\n]{{2,40}}\)(?:, {DAY})?)?|"
    rf"(?:[A-Z][\w.'’-]+,? ){{0,4}}\({_AGENCY}\)|(?:[A-Z][\w.'’-]+,? ){{0,4}}{DAY} \([^()\n]{{2,40}}\):?)(?:[ \u00a0]?[—–-]+|(?<=:))[ \u00a0](?=\S)",
    re.MULTILINE,
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # the result of broken decoding; spaCy refuses them


def extract_statements(text: str, doc: Doc | None = None) -> list[Statement]:
    """The statements of `text`, ordered by the start of their content. If `doc` is given, it must be the parse of exactly `text`."""
    doc = doc if doc is not None else parser()(readable(text))
    quotes = quotations(text)
    found = [fit_to_quotations(f, quotes) for f in _one_for_each_cue(f for construction in CONSTRUCTIONS for f in construction(doc))]
    found += QuotedSpeech(doc, quotes, found).attribute()
    return _drop_doubtful(doc, quotes, _drop_repeated(found), text)


def _one_for_each_cue(found: Iterable[Found]) -> list[Found]:
    """The first attribution of each cue: a headline is read in one way only."""
    first: dict[Span | None, Found] = {}
    for one in found:
        first.setdefault(one.cue, one)
    return list(first.values())


def readable(text: str) -> str:
    """The text for the parser, without datelines and without characters that spaCy refuses. No character changes its position."""
    return DATELINE.sub(lambda m: "\n" * len(m[0]), LONE_SURROGATE.sub("\ufffd", text))


def _drop_repeated(found: list[Found]) -> list[Found]:
    """One attribution per content and speaker: the one with the first cue."""
    first: dict[tuple[Span, Span | None], Found] = {}
    for one in found:
        first.setdefault((one.content, one.speaker.span if one.speaker else None), one)
    return list(first.values())


def _drop_doubtful(doc: Doc, quotes: list[Span], found: list[Found], text: str) -> list[Statement]:
    """The statements, without implausible ones. A statement inside another speaker's words is always kept."""
    doubts = DoubtMarks(doc, quotes)
    doubtful = {(f.content, f.cue) for f in found if doubts.reject(f)}
    statements = _add_chains(_resolve_speakers(doc, found, quotes), text)
    kept = [s for s in statements if s.chain or (s.content, s.cue) not in doubtful]
    return _add_chains(kept, text) if len(kept) < len(statements) else statements


def _resolve_speakers(doc: Doc, found: list[Found], quotes: list[Span]) -> list[Statement]:
    names = SpeakerNames(doc)
    in_reading_order = sorted(found, key=lambda f: (f.speaker.head.i if f.speaker else -1, f.content))
    resolved = [(f, names.resolve(f.speaker) if f.speaker else None) for f in in_reading_order]
    statements = [replace(_statement(f, name, quotes), speaker_role=names.role(name)) for f, name in resolved]
    return sorted(statements, key=lambda s: (s.content.start, -s.content.end, s.cue or s.content))


def _statement(found: Found, name: str | None, quotes: list[Span]) -> Statement:
    span = found.speaker.span if found.speaker else None
    return Statement(found.content, span, found.cue, found.lemma, found.stance, _kind_of(found.content, quotes), name)


def _kind_of(content: Span, quotes: list[Span]) -> Kind:
    quoted = sum(q.overlap(content) for q in overlapping(quotes, content))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= TUNING.min_direct * (content.end - content.start) else "mixed"


def _add_chains(statements: list[Statement], text: str) -> list[Statement]:
    """The statements with their chains. An outer speaker is one whose content contains the statement's cue. "I" means the nearest outer speaker."""
    nested: dict[int, Statement] = {}
    still_open: list[Statement] = []
    yet_to_open = deque(s for s in statements if s.speaker is not None)
    for i in sorted(range(len(statements)), key=lambda i: _cue_or_content(statements[i])):
        inner, place = statements[i], _cue_or_content(statements[i])
        while yet_to_open and yet_to_open[0].content.start <= place.start:
            still_open.append(yet_to_open.popleft())
        still_open = [s for s in still_open if s.content.end > place.start]
        chain = tuple(s.speaker_name or "" for s in still_open if s.content.holds(place) and s.cue != inner.cue)
        nested[i] = replace(inner, chain=chain, speaker_name=_resolve_first_person(inner, chain, text))
    return [nested[i] for i in range(len(statements))]


def _cue_or_content(statement: Statement) -> Span:
    return statement.cue or statement.content


def _resolve_first_person(statement: Statement, chain: tuple[str, ...], text: str) -> str | None:
    speaker = statement.speaker
    if chain and speaker is not None and text[speaker.start : speaker.end].lower() in FIRST_PERSON:
        return chain[-1] or None
    return statement.speaker_name
