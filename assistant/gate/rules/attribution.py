"""A rule about the speaker: the claim must credit the same speaker as the source. It finds dropped, changed and shortened attributions."""

from onrecord.assistant.attribution import Statement
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.vectorstore.words import meaning_words, stems


def check_attribution(pair: Pair) -> Fault | None:
    """A claim that repeats somebody's statement must credit that speaker. Crediting only a person whom that speaker quotes is not enough."""
    owner = owning_statement(pair)
    if owner is None:
        return None
    who = speaker_of(owner, pair.parsed)
    named = [speaker_of(s, pair.claim) for s in pair.claim_statements if s.speaker]
    if not named:
        return Fault("attribution-dropped", f"the cited text credits this to {who or 'a speaker'}, but the claim credits nobody")
    credited = {w for speaker in named for w in stems(speaker)}
    if not who or credited & set(stems(" ".join((who, *owner.chain)))):
        return None
    if any(credited & set(stems(speaker)) for speaker in speakers_quoted_by(owner, pair)):
        return Fault("chain-shortened", f"in the cited text, {who} reports this, but the claim does not name {who}")
    return Fault("speaker-changed", f"the cited text credits this to {who}, but the claim credits {named[0]}")


def speakers_quoted_by(owner: Statement, pair: Pair) -> list[str]:
    """The speakers whom the owner's speaker quotes: B in "A said that B claimed …", where A is the owner's speaker."""
    return [speaker_of(s, pair.parsed) for s in pair.source_statements if s != owner and s.chain and owner.content.holds(s.content)]


def owning_statement(pair: Pair) -> Statement | None:
    """The statement of the source that a claim repeats. None if the source also says the same in its own voice."""
    words = meaning_words(claimed_content(pair))
    if not words:
        return None
    contents = {s: meaning_words(pair.parsed[s.content.start : s.content.end]) for s in pair.source_statements if s.speaker or s.speaker_name}
    overlap = {s: len(words & content) / len(words) for s, content in contents.items()}
    best = max(overlap, key=lambda s: (overlap[s], -len(s.chain)), default=None)
    if best is None or overlap[best] < GATE_TUNING.min_statement_overlap:
        return None
    in_own_voice = len(words & meaning_words(own_voice(pair))) / len(words)
    return best if overlap[best] >= in_own_voice + GATE_TUNING.min_statement_lead else None


def claimed_content(pair: Pair) -> str:
    """The content of a claim, without the words that credit it to a speaker."""
    contents = [pair.claim[s.content.start : s.content.end] for s in pair.claim_statements]
    return " ".join(contents) or pair.claim


def own_voice(pair: Pair) -> str:
    """The source with spaces in place of the speakers' statements."""
    text = list(pair.parsed)
    for s in pair.source_statements:
        text[s.content.start : s.content.end] = " " * (min(s.content.end, len(text)) - s.content.start)
    return "".join(text)


def speaker_of(statement: Statement, text: str) -> str:
    """The speaker as written in `text`, and the full name if another sentence gives it. "" if there is no speaker."""
    if statement.speaker is None:
        return statement.speaker_name or ""
    return f"{text[statement.speaker.start : statement.speaker.end]} {statement.speaker_name or ''}".strip()
