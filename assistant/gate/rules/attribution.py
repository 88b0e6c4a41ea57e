"""A rule about the speaker: the claim must credit the same speaker as the source. It finds dropped, changed and shortened attributions."""

import re

from onrecord.assistant.attribution import Statement
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.quotation import QUOTED, normalize_quotes
from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.assistant.language import DAY_OF_MONTH, OFFICE_QUALIFIERS, OFFICES, POSSESSIVE, POSSESSIVE_END, PRONOUNS, find_figures
from onrecord.vectorstore.words import meaning_words, stems

# With the speaker's name, these credit too: "the ministry put the number at 412", "the union estimates", "the company blamed".
CREDITS = re.compile(
    r"\b(?:puts?|putting|estimat\w+|count(?:s|ed)?|spoke|speaks?|gives?|gave|blam\w+|accus\w+|cit(?:es|ed|ing)|pointed|report(?:s|ed)?|reckon\w*"
    r"|rul(?:es|ed)|found|finds|show(?:s|ed)|set|lists?|listed)\b",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"\b(?:sa(?:id|ys?)|told|according to|claim(?:s|ed)|announced|stated|insist(?:s|ed)|warn(?:s|ed)|den(?:ies|ied)|admit(?:s|ted)|confirm(?:s|ed))\b",
    re.IGNORECASE,
)
NAMELESS_WORDS = PRONOUNS | set(POSSESSIVE) | {"the", "a", "an", "this", "that", "these", "those", "one", "two", "it"}  # at the head of a sentence


def check_attribution(pair: Pair) -> Fault | None:
    """A claim that repeats somebody's statement must credit that speaker. Crediting only a person whom that speaker quotes is not enough."""
    owner = owning_statement(pair)
    if owner is None:
        return None
    who = speaker_of(owner, pair.parsed)
    named = [speaker_of(s, pair.claim) for s in pair.claim_statements if s.speaker]
    if not named:
        if credits_in_other_words(who, pair.claim):
            return None
        nameless = not set(who.lower().split()) - NAMELESS_WORDS
        return Fault("attribution-dropped", f"the cited text credits this to {'a speaker' if nameless else who}, but the claim credits nobody")
    credited = {w for speaker in named for w in stems(speaker)}
    if not who or credited & set(stems(" ".join((who, *owner.chain)))):
        return None
    if any(credited & set(stems(speaker)) for speaker in speakers_quoted_by(owner, pair)):
        return Fault("chain-shortened", f"in the cited text, {who} reports this, but the claim does not name {who}")
    if not all(map(is_name, (who, *named))):
        return None  # "she", "the company" and "the bookkeeper" may mean this speaker
    return Fault("speaker-changed", f"the cited text credits this to {who}, but the claim credits {named[0]}")


def credits_in_other_words(who: str, claim: str) -> bool:
    """Whether a claim may credit the speaker although no statement was read from it. A speaker who is only "it" may be anyone whom it credits."""
    if not set(who.lower().split()) - NAMELESS_WORDS:
        return bool(CREDITS.search(claim) or SAYS.search(claim))
    return bool(CREDITS.search(claim) and meaning_words(who) & meaning_words(claim))


def check_exchanged_speakers(pair: Pair) -> Fault | None:
    """Quoted words must stay with their speaker, and so must figures if the cited text has statements of both speakers."""
    for said in (s for s in pair.claim_statements if s.speaker):
        if found := exchanged_words(said, pair):
            words, holder = found
            return Fault("speaker-exchanged", f"the cited text credits “{words}” to {holder}, not to {speaker_of(said, pair.claim)}")
    return None


def exchanged_words(said: Statement, pair: Pair) -> tuple[str, str] | None:
    """A figure or quotation of a claim's statement that the source has only in somebody else's statement, and that speaker."""
    speaker, content = speaker_of(said, pair.claim), pair.claim[said.content.start : said.content.end]
    own = [s for s in pair.source_statements if meaning_words(speaker) & meaning_words(" ".join((speaker_of(s, pair.parsed), *s.chain)))]
    own_words = marked_words(" ".join((own_voice(pair), *(content_of(s, pair) for s in own))))
    marked = (figures_in(content) if own else set()) | (quotations_in(content) if is_person_name(speaker) else set())
    for other in (s for s in pair.source_statements if s not in own and not any(s.content.overlap(o.content) for o in own)):
        holder = speaker_of(other, pair.parsed)
        for words in sorted((marked & marked_words(content_of(other, pair))) - own_words):
            if names_speaker(holder, words) and meaning_words(holder).isdisjoint(meaning_words(content)):
                return words, holder
    return None


def names_speaker(speaker: str, words: str) -> bool:
    """Whether it is certain who makes a statement: for figures any speaker but a pronoun counts, for quoted words only a name."""
    return is_person_name(speaker) if not words[:1].isdigit() else bool(set(speaker.lower().split()) - NAMELESS_WORDS)


def is_person_name(speaker: str) -> bool:
    """Whether a speaker is given by a name, and not only by an office: "Alban Reithe", not "Velmara's Foreign Minister"."""
    words = [w.strip(",.") for w in speaker.split() if not re.search(POSSESSIVE_END, w)]
    return is_name(speaker) and any(w[:1].isupper() and w.lower() not in OFFICES | OFFICE_QUALIFIERS | NAMELESS_WORDS for w in words)


def marked_words(text: str) -> set[str]:
    return figures_in(text) | quotations_in(text)


def figures_in(text: str) -> set[str]:
    return {f"{f.value:g}" for f in find_figures(DAY_OF_MONTH.sub(" ", text))}


def quotations_in(text: str) -> set[str]:
    return {normalize_quotes(q).strip(" .,!?") for q in QUOTED.findall(text)}


def content_of(statement: Statement, pair: Pair) -> str:
    """What a statement of the source says."""
    return pair.parsed[statement.content.start : statement.content.end]


def is_name(speaker: str) -> bool:
    """Whether a speaker is given by a proper name, and not by a pronoun or a common noun only."""
    return any(word[:1].isupper() and word.lower() not in NAMELESS_WORDS for word in speaker.split())


def speakers_quoted_by(owner: Statement, pair: Pair) -> list[str]:
    """The speakers whom the owner's speaker quotes: B in "A said that B claimed …", where A is the owner's speaker."""
    return [speaker_of(s, pair.parsed) for s in pair.source_statements if s != owner and s.chain and owner.content.holds(s.content)]


def owning_statement(pair: Pair) -> Statement | None:
    """The statement of the source that a claim repeats. None if the source also says the same in its own voice."""
    words = meaning_words(claimed_content(pair))
    if not words:
        return None
    contents = {s: meaning_words(content_of(s, pair)) for s in pair.source_statements if s.speaker or s.speaker_name}
    overlap = {s: len(words & content) / len(words) for s, content in contents.items()}
    best = max(overlap, key=lambda s: (overlap[s], -len(s.chain)), default=None)
    if best is None or overlap[best] < GATE_TUNING.min_statement_overlap:
        return None
    in_own_voice = len(words & meaning_words(own_voice(pair))) / len(words)
    lead = GATE_TUNING.min_statement_lead if pair.stored_statements is None else 0.0  # the archive has the whole sentence as the speaker's
    return best if overlap[best] >= in_own_voice + lead else None


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
    """The speaker as written in `text`, and the full name if another sentence gives it, each word once. "" if there is no speaker."""
    name = statement.speaker_name or ""
    if statement.speaker is None:
        return name
    written = text[statement.speaker.start : statement.speaker.end]
    if not name or set(name.lower().split()) <= set(written.lower().split()):
        return written
    more = [w for w in written.split() if w.lower() not in name.lower().split()]
    return name if set(map(str.lower, more)) <= NAMELESS_WORDS else f"{' '.join(more)} {name}"
