"""Follow-ups: what a question leaves unsaid, from the questions before it and the last answer, and nothing more.

A pronoun takes the name it stands for; "it", "that" and fragments take the words of the question before, without those that they
replace. A question that stands alone takes nothing, whatever was talked about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.assistant.language import FEMALE
from onrecord.assistant.question.asked_speaker import AskedSpeaker, asked_speaker
from onrecord.assistant.question.context_dependence import ABOUT, BARE, FRAGMENT, OWN_TOPIC, PRONOUNS, explained, needs_topic, stands_alone
from onrecord.assistant.question.mentions import TITLE, Mention, mentions
from onrecord.assistant.question.time_expressions import POINT, Timeframe, read_timeframe
from onrecord.vectorstore.words import content_words

# How our own answers credit an outlet, which nobody means by "they".
CREDITS = re.compile(r"(?:, as reported by [^:\n]{2,80}|^[^:,\n]{2,60} (?:on \d{1,2} \w+ \d{4}|\(undated\))):", re.MULTILINE)


@dataclass(frozen=True)
class Exchange:
    """An earlier question and what was answered, "" where nothing was."""

    asked: str
    answered: str


@dataclass(frozen=True)
class Resolved:
    """`text` is the question with names in place of pronouns, `carried` what else it takes from before.

    `speaker` and `timeframe` are its own where it has one, else those of the question that it continues.
    """

    text: str
    carried: tuple[str, ...]
    speaker: AskedSpeaker | None
    timeframe: Timeframe | None


def resolve(text: str, before: Sequence[Exchange], as_of: date) -> Resolved:
    """Args: `before`, oldest first."""
    speaker, timeframe = asked_speaker(text), read_timeframe(text, as_of)
    if not before or stands_alone(text):
        return Resolved(text, (), speaker, timeframe)
    resolved, names = with_names(text, before)
    lacks_topic = needs_topic(text, bool(names))
    carried = [*names, *(earlier_words(text, before, as_of) if lacks_topic else () if OWN_TOPIC.search(text) else earlier_names(before))]
    if lacks_topic:
        earlier = resolve(before[-1].asked, before[:-1], as_of)
        speaker = continued_speaker(text, earlier.speaker) or speaker
        timeframe = timeframe or (earlier.timeframe if same_time(text) else None)
    own = {w.lower() for w in content_words(text)}
    unsaid = tuple(dict.fromkeys(w for w in carried if w.lower() not in own))
    return Resolved(resolved, unsaid, asked_speaker(resolved) or speaker, timeframe)


def with_names(text: str, before: Sequence[Exchange]) -> tuple[str, list[str]]:
    """The question with each kind of pronoun replaced, once, by who or where was last meant; and these names."""
    names: list[str] = []
    for wanted, pattern in PRONOUNS:
        match = pattern.search(text)
        if match is None or explained(text, pattern):
            continue
        if name := antecedent(wanted, match[0].lower(), before):
            names += content_words(name)
            text = text[: match.start()] + replacement(match[0].lower(), name, text[match.end() :]) + text[match.end() :]
    return text, names


def replacement(pronoun: str, name: str, after: str) -> str:
    owns = pronoun in ("his", "their", "hers", "theirs") or (pronoun == "her" and re.match(r" [a-z]", after) and not re.match(r" (?:about|to|for|in|on|at|by|with)\b", after))
    return f"{name}'s" if owns else name


def antecedent(wanted: str, pronoun: str, before: Sequence[Exchange]) -> str | None:
    for exchange in reversed(before):
        for m in in_order_of_topic(exchange):
            if fits(m, wanted, pronoun):
                return m.name
    return None


def in_order_of_topic(exchange: Exchange) -> Iterator[Mention]:
    """Whom the question was about comes first, unless it asked who: then the answer names him. Full names before single words."""
    asked, answered = mentions(exchange.asked), mentions(CREDITS.sub(":", exchange.answered))
    both = answered + asked if re.match(r"\W*(?:and )?(?:who|which|whose)\b", exchange.asked, re.IGNORECASE) else asked + answered
    yield from sorted(both, key=lambda m: m.kind in ("unknown", "place"))


def fits(mention: Mention, wanted: str, pronoun: str) -> bool:
    if wanted == "person":
        return mention.kind in ("person", "unknown") and mention.gender in (None, "f" if pronoun in FEMALE else "m")
    return mention.kind in (("body", "unknown", "place") if wanted == "group" else ("place", "unknown"))


def earlier_words(text: str, before: Sequence[Exchange], as_of: date) -> list[str]:
    """Content words of the questions before, back to one that stands alone, without what this question replaces."""
    words: list[str] = []
    for n in range(len(before) - 1, -1, -1):
        words += content_words(without_replaced(text, before[n].asked, as_of))
        if stands_alone(before[n].asked):
            break
    return words


def earlier_names(before: Sequence[Exchange]) -> list[str]:
    """A pronoun goes on about the same matter: where, and with whom, the last question said."""
    return [w for m in mentions(before[-1].asked) for w in content_words(m.name)]


def without_replaced(text: str, earlier: str, as_of: date) -> str:
    """ "How many died in June?", "and in July?": June is gone; "Tolmara's count", "and Ishkara's?": Tolmara is."""
    there = read_timeframe(earlier, as_of)
    if there and POINT.search(text):
        earlier = earlier.replace(there.words, " ")
    if not FRAGMENT.match(text):
        return earlier
    named, own = mentions(earlier), mentions(text)
    asked = asked_speaker(earlier)
    if asked and (speaker := continued_speaker(text, asked)) and speaker.name != asked.name:
        return earlier.replace(asked.name, " ")
    swapped = len(own) == 1 and len(named) == 1 and "," not in text
    return earlier.replace(named[0].name, " ") if swapped else earlier


def same_time(text: str) -> bool:
    """Whether a question goes on about the time of the one before: only one that says next to nothing itself."""
    says_little = BARE.match(text) or ABOUT.match(text) or (FRAGMENT.match(text) and len(content_words(text)) <= 1)
    return bool(says_little) and not POINT.search(text)


def continued_speaker(text: str, earlier: AskedSpeaker | None) -> AskedSpeaker | None:
    """ "and about the tanks?" goes on with the speaker, "what about the mayor?" asks another one about the same."""
    match = ABOUT.match(text)
    if earlier is None or match is None or asked_speaker(text):
        return None
    what = match["what"] or match["also"] or ""
    if mentions(what) or TITLE.match(f"{what} "):
        return AskedSpeaker(what, earlier.topic)
    return AskedSpeaker(earlier.name, what)
