"""Completes follow-up questions with the questions and answers before them.

The name that a pronoun stands for replaces the pronoun. A question with "it" or "that", or a fragment, gets the words of the previous
question, except those that the follow-up replaces. A question that is complete alone gets nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.assistant.claims import SOURCE_NOTE, abstains
from onrecord.assistant.language import FEMALE
from onrecord.assistant.question.asked_speaker import AskedSpeaker, find_asked_speaker
from onrecord.assistant.question.context_dependence import ABOUT, BARE, FRAGMENT, OWN_TOPIC, PRONOUNS, names_referent, needs_topic, stands_alone
from onrecord.assistant.question.mentions import TITLE, Mention, find_mentions
from onrecord.assistant.question.time_expressions import POINT, Timeframe, read_timeframe
from onrecord.vectorstore.words import content_words

# "no, I meant the observers' report" asks the question before anew, about something else
CORRECTION = re.compile(r"^\W*(?:(?:no|nope|not quite|sorry|actually|wait)\b\W*)*i (?:meant|mean|was asking about|asked about)\b (?:about )?(?P<what>.+?)\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Exchange:
    """An earlier question and its answer. The answer is "" if there was none."""

    asked: str
    answered: str


@dataclass(frozen=True)
class Resolved:
    """`text` is the question with names in place of pronouns. `carried` are further words from the conversation.

    `asks` is the question whose kind it has: the one before, if it has no question word of its own ("And Roe?"). `speaker` and `timeframe` are the question's own. If it has none, they are those of the question that it continues.
    """

    text: str
    carried: tuple[str, ...]
    speaker: AskedSpeaker | None
    timeframe: Timeframe | None
    asks: str


def resolve_follow_up(text: str, before: Sequence[Exchange], as_of: date) -> Resolved:
    """Complete a question with the exchanges `before` it, oldest first."""
    corrected = CORRECTION.match(text) if before else None
    text = f"What about {corrected['what']}?" if corrected else text
    speaker, timeframe = find_asked_speaker(text), read_timeframe(text, as_of)
    if not before or stands_alone(text):
        return Resolved(text, (), speaker, timeframe, text)
    earlier = resolve_follow_up(before[-1].asked, before[:-1], as_of)
    if swapped := swap_name(text, earlier.text):
        return replace(earlier, text=swapped, speaker=find_asked_speaker(swapped), asks=swapped)
    resolved, names = replace_pronouns(text, before)
    lacks_topic = needs_topic(text, bool(names))
    carried = [*names, *(earlier_words(text, before, as_of) if lacks_topic else () if OWN_TOPIC.search(text) else earlier_names(before))]
    if lacks_topic:
        speaker = continued_speaker(text, earlier.speaker) or speaker
        timeframe = timeframe or (earlier.timeframe if continues_time(text) else None)
    own = {w.lower() for w in content_words(text)}
    unsaid = tuple(dict.fromkeys(w for w in carried if w.lower() not in own))
    return Resolved(resolved, unsaid, find_asked_speaker(resolved) or speaker, timeframe, earlier.asks if ABOUT.match(text) else text)


def swap_name(text: str, earlier: str) -> str:
    """The question before with another name in place of its only one: "And Vale?" after "Was Roe acquitted?". "" if it is no such question."""
    about = ABOUT.match(text)
    own, there = find_mentions(text), find_mentions(earlier)
    if about is None or len(own) != 1 or len(there) != 1:
        return ""
    what = about["what"] or about["also"] or ""
    return earlier.replace(there[0].written, own[0].written) if what.lower() == own[0].written.lower() else ""


def replace_pronouns(text: str, before: Sequence[Exchange]) -> tuple[str, list[str]]:
    """The question, in which a name replaces the first pronoun of each kind, and the words of these names."""
    names: list[str] = []
    for wanted, pattern in PRONOUNS:
        match = pattern.search(text)
        if match is None or names_referent(text, pattern):
            continue
        if name := find_antecedent(wanted, match[0].lower(), before):
            names += content_words(name)
            text = text[: match.start()] + name_for_pronoun(match[0].lower(), name, text[match.end() :]) + text[match.end() :]
    return text, names


def name_for_pronoun(pronoun: str, name: str, after: str) -> str:
    owns = pronoun in ("his", "their", "hers", "theirs") or (pronoun == "her" and re.match(r" [a-z]", after) and not re.match(r" (?:about|to|for|in|on|at|by|with)\b", after))
    return f"{name}'s" if owns else name


def find_antecedent(wanted: str, pronoun: str, before: Sequence[Exchange]) -> str | None:
    """The name that a pronoun stands for. Who is "he" in the question before is "he" in this one, whoever else the answer names."""
    for n in range(len(before) - 1, -1, -1):
        asked_before = same_pronoun(wanted, pronoun, before[n].asked)
        if asked_before and (name := find_antecedent(wanted, asked_before, before[:n])):
            return name
        for m in mentions_by_salience(before[n]):
            if fits_pronoun(m, wanted, pronoun):
                return m.name
    return None


def same_pronoun(wanted: str, pronoun: str, asked: str) -> str:
    """The pronoun in an earlier question that may stand for the same. "" if it has none."""
    pattern = next(p for kind, p in PRONOUNS if kind == wanted)
    found = pattern.search(asked)
    if found is None or names_referent(asked, pattern) or (found[0].lower() in FEMALE) != (pronoun in FEMALE):
        return ""
    return found[0].lower()


def mentions_by_salience(exchange: Exchange) -> Iterator[Mention]:
    """The mentions of an exchange. The one to which a pronoun most likely refers comes first.

    Names in the question come before names in the answer, unless it asks "who". Persons and bodies come before places and single words.
    """
    asked = find_mentions(exchange.asked)
    answer = "" if abstains(exchange.answered) else SOURCE_NOTE.sub("", exchange.answered)
    answered = [m for m in find_mentions(answer) if m.kind != "unknown" or not only_after_preposition(m.written, answer)]
    both = answered + asked if re.match(r"\W*(?:and )?(?:who|which|whose)\b", exchange.asked, re.IGNORECASE) else asked + answered
    yield from sorted(both, key=lambda m: m.kind in ("unknown", "place"))


def only_after_preposition(name: str, answer: str) -> bool:
    """Whether a single word is nowhere else than in "spying for Ishkara" and the like, where it is hardly a person."""
    pattern = rf"\b{re.escape(name)}\b"
    return len(re.findall(rf"\b(?:for|of|against|with|to|by) {pattern}", answer)) == len(re.findall(pattern, answer))


def fits_pronoun(mention: Mention, wanted: str, pronoun: str) -> bool:
    if wanted == "person":
        return mention.kind in ("person", "unknown") and mention.gender in (None, "f" if pronoun in FEMALE else "m")
    return mention.kind in (("body", "unknown", "place") if wanted == "group" else ("place", "unknown"))


def earlier_words(text: str, before: Sequence[Exchange], as_of: date) -> list[str]:
    """The content words of the earlier questions, back to one that is complete alone, without words that this question replaces."""
    words: list[str] = []
    for n in range(len(before) - 1, -1, -1):
        words += content_words(remove_replaced(text, before[n].asked, as_of))
        if stands_alone(before[n].asked) or (ABOUT.match(before[n].asked) and find_mentions(before[n].asked)):
            break  # "What about Vale?": what was asked before it is about somebody else
    return words


def earlier_names(before: Sequence[Exchange]) -> list[str]:
    """The words of the names in the last question, because a question with a pronoun is about the same topic."""
    return [w for m in find_mentions(before[-1].asked) for w in content_words(m.name)]


def remove_replaced(text: str, earlier: str, as_of: date) -> str:
    """The earlier question without the words that this question replaces.

    "How many died in June?", then "and in July?": June is removed. "Tolmara's count", then "and Ishkara's?": Tolmara is removed.
    """
    there = read_timeframe(earlier, as_of)
    if there and POINT.search(text):
        earlier = earlier.replace(there.words, " ")
    if not FRAGMENT.match(text):
        return earlier
    named, own = find_mentions(earlier), find_mentions(text)
    asked = find_asked_speaker(earlier)
    if asked and (speaker := continued_speaker(text, asked)) and speaker.name != asked.name:
        return earlier.replace(asked.name, " ")
    swapped = len(own) == 1 and len(named) == 1 and "," not in text
    return earlier.replace(named[0].name, " ") if swapped else earlier


def continues_time(text: str) -> bool:
    """Whether a question is about the same time as the one before. It is only if it has almost no words of its own."""
    says_little = BARE.match(text) or ABOUT.match(text) or (FRAGMENT.match(text) and len(content_words(text)) <= 1)
    return bool(says_little) and not POINT.search(text)


def continued_speaker(text: str, earlier: AskedSpeaker | None) -> AskedSpeaker | None:
    """ "and about the tanks?" keeps the speaker; "what about the mayor?" keeps the topic."""
    match = ABOUT.match(text)
    if earlier is None or match is None or find_asked_speaker(text):
        return None
    what = match["what"] or match["also"] or ""
    if find_mentions(what) or TITLE.match(f"{what} "):
        return AskedSpeaker(what, earlier.topic)
    return AskedSpeaker(earlier.name, what)
