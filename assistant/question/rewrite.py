"""The first stage of a turn. It reads a question and completes it with the conversation before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.assistant.question.asked_speaker import AskedSpeaker
from onrecord.assistant.question.follow_ups import Exchange, resolve_follow_up
from onrecord.assistant.question.form import Form, asked_name, asks_present_state, asks_whether, compared_names, read_form
from onrecord.assistant.question.pasted_excerpt import find_asked_excerpt
from onrecord.assistant.question.small_talk import small_talk_reply
from onrecord.assistant.question.time_expressions import Timeframe
from onrecord.assistant.question.two_questions import second_question
from onrecord.vectorstore.archive import NO_FILTERS, Filters, iso_day
from onrecord.vectorstore.clock import today
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import Query, asked_kind, mentions_figure
from onrecord.vectorstore.words import WORD, content_words

MAX_CHARACTERS = 2_000
REMEMBERED = 12  # number of latest exchanges that are used
INSERT = re.compile(r" \[[^\[\]\n]+\]")  # a name or a day that an answer puts into a sentence, and a marker
LATEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now|so far|today|at the moment|up to date|still)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question:
    """A question with the facts that the later stages need.

    `as_of` is the day of the question (ISO). `terms` are its own content words. `carried` are words from the conversation. `kind` is the
    kind of name or number that answers it (`onrecord.vectorstore.search.asked_kind`). `latest`: it asks for the newest report.
    `resolved` is its text with names in place of pronouns. `speaker` is set if it asks for somebody's words, `timeframe` if it names a
    time, `excerpt` if it asks for the origin of a pasted text. `shown` are the answers before it, without what stands in brackets; empty if
    it is asked for the second time. `reply` is set if it asks nothing of the articles. `form` says whether one fact answers, a list, a
    comparison, an account and so on. `respelt` are its misspelt words, each with the archive's word for which it is read.
    """

    text: str
    as_of: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    kind: str | None
    mentions_figure: bool
    latest: bool
    resolved: str
    speaker: AskedSpeaker | None = None
    timeframe: Timeframe | None = None
    excerpt: str | None = None
    shown: str = ""
    reply: str | None = None
    form: Form = "fact"
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The two names that it compares; empty if it compares none."""
        return compared_names(self.text)

    @property
    def second(self) -> str:
        """The second question of a message with two; empty if there is one."""
        return second_question(self.resolved)

    @property
    def asks_whether(self) -> bool:
        return asks_whether(self.resolved)

    @property
    def newest_leads(self) -> bool:
        """Whether the newest report is wanted first: it asks for the latest, or for the present state of something."""
        return self.latest or asks_present_state(self.resolved)

    @property
    def asked_name(self) -> str:
        """The person of whom it asks who that is; empty if it asks something else."""
        return asked_name(self.resolved) if self.form == "who-is" else ""

    @property
    def search_text(self) -> str:
        """The text to search for. It is without words such as "yesterday", which mean another day in an article. Each carried word is added once."""
        there = {w.lower() for w in WORD.findall(self.resolved)}
        return " ".join((remove_relative_time(self.resolved, self.timeframe), *(w for w in self.carried if w.lower() not in there)))

    @property
    def read_text(self) -> str:
        """The text that the reader reads passages for: a whole question, with what it depends on."""
        return " ".join((self.resolved, *self.carried)) if self.carried else self.resolved

    def query(self, filters: Filters = NO_FILTERS, weights: Mapping[str, float] | None = None) -> Query:
        """The search request. It finds only articles published until `as_of`. `weights` are the `word_weights` of `search_text`, if known."""
        happened = (self.timeframe.since, self.timeframe.until) if self.timeframe else None
        speaker, topic = (self.speaker.name, " ".join(content_words(remove_relative_time(self.speaker.topic, self.timeframe)))) if self.speaker else (None, "")
        until = min(self.as_of, filters.until or self.as_of)
        return Query(self.search_text, until, filters.since, filters.publisher, filters.said_by, speaker, topic, happened, weights)


def rewrite_question(text: str, history: Sequence[Message] = (), as_of: str | None = None) -> Question:
    """Read a question. This uses no chat model.

    Raises:
        BadInput: the question is empty, has no word or is too long, or `as_of` is not an ISO day.
    """
    as_written, text = text, " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read")
    if not re.search(r"\w", text):
        raise BadInput("the question has no word in it; ask in words")
    asked_on = parse_as_of(as_of)
    history = without_small_talk(history)
    resolved = resolve_follow_up(text, pair_exchanges(history), date.fromisoformat(asked_on))
    terms = tuple(content_words(remove_relative_time(text, resolved.timeframe)))
    form: Form = "fact" if resolved.speaker else "who-is" if asked_name(resolved.text) else read_form(text)
    return Question(
        text=text,
        as_of=asked_on,
        terms=terms,
        carried=resolved.carried,
        kind=asked_kind(text),
        mentions_figure=mentions_figure(text),
        latest=form == "latest" or bool(LATEST.search(text)),
        resolved=resolved.text,
        speaker=resolved.speaker,
        timeframe=resolved.timeframe,
        excerpt=find_asked_excerpt(as_written),
        shown=shown_before(text, history),
        form=form,
        reply=small_talk_reply(text, alone=not history),
    )


def without_small_talk(history: Sequence[Message]) -> list[Message]:
    """The messages without greetings, thanks and the like, and without the replies to them: no question is about these."""
    kept: list[Message] = []
    skipping = False
    for message in history:
        skipping = small_talk_reply(message.content, alone=False) is not None if message.role == "user" else skipping
        kept += [] if skipping else [message]
    return kept


def shown_before(text: str, history: Sequence[Message]) -> str:
    """The answers of the conversation, in which a reader has seen sentences already."""
    asked = {" ".join(m.content.split()).lower() for m in history if m.role == "user"}
    return "" if text.lower() in asked else INSERT.sub("", "\n".join(m.content for m in history if m.role == "assistant"))


def remove_relative_time(text: str, timeframe: Timeframe | None) -> str:
    """The text without words such as "last week". Names of days and months are kept, because articles contain them too."""
    without = " ".join(text.replace(timeframe.words, " ").split()) if timeframe and timeframe.relative else text
    return without if WORD.search(without) else text


def pair_exchanges(history: Sequence[Message]) -> list[Exchange]:
    """Each earlier question with the last message that answered it."""
    found: list[Exchange] = []
    for message in history:
        if message.role == "user":
            found.append(Exchange(message.content[:MAX_CHARACTERS], ""))
        elif found:
            found[-1] = Exchange(found[-1].asked, message.content[:MAX_CHARACTERS])
    return found[-REMEMBERED:]


def parse_as_of(as_of: str | None) -> str:
    return iso_day(as_of, "as_of") or today().isoformat()
