"""The first stage of a turn. It reads a question and completes it with the conversation before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from onrecord.assistant.answer import QuestionKind
from onrecord.assistant.question.asked_speaker import AskedSpeaker
from onrecord.assistant.question.context_dependence import is_whole, may_stand_alone
from onrecord.assistant.question.follow_ups import CORRECTION, Exchange, resolve_follow_up
from onrecord.assistant.question.kind import asked_name, asks_present_state, asks_whether, compared_sides, kind_in_conversation
from onrecord.assistant.question.mentions import find_mentions
from onrecord.assistant.question.pasted_excerpt import find_asked_excerpt
from onrecord.assistant.question.plain_question import plain_question
from onrecord.assistant.question.small_talk import small_talk_reply
from onrecord.assistant.question.statement import as_statement
from onrecord.assistant.question.time_expressions import Timeframe
from onrecord.assistant.question.two_questions import first_question, second_question
from onrecord.vectorstore.archive import NO_FILTERS, Filters, iso_day
from onrecord.vectorstore.clock import asker_today
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import Query, asked_kind, mentions_figure
from onrecord.vectorstore.words import WORD, content_words

MAX_CHARACTERS = 2_000
REMEMBERED = 12  # number of latest exchanges that are used
INSERT = re.compile(r" \[[^\[\]\n]+\]")  # a name or a day that an answer puts into a sentence, and a marker
EXACT_DAY = re.compile(r"\b(?:what|which|exact|precise) (?:date|day)\b|^\W*(?:the )?date of\b", re.IGNORECASE)
JOINS = re.compile(r"^\W*(?:and|but|so) ", re.IGNORECASE)
LATEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|now|so far|today|at the moment|up to date|still)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question:
    """A question with the facts that the later stages need.

    `as_of` is the day of the question (ISO). `terms` are its own content words. `carried` are words from the conversation. `answer_type` is the
    kind of name or number that answers it (`onrecord.vectorstore.search.asked_kind`). `latest`: it asks for the newest report.
    `resolved` is its text with names in place of pronouns. `speaker` is set if it asks for somebody's words, `timeframe` if it names a
    time, `excerpt` if it asks for the origin of a pasted text. `shown` are the answers before it, without what stands in brackets; empty if
    it is asked for the second time, or puts the one before right. `reply` is set if it asks nothing of the articles. `kind` says whether one
    fact answers, a list, a comparison, an account and so on. `respelt` are its misspelt words, each with the archive's word for which it is read.
    """

    text: str
    as_of: str
    terms: tuple[str, ...]
    carried: tuple[str, ...]
    answer_type: str | None
    mentions_figure: bool
    latest: bool
    resolved: str
    speaker: AskedSpeaker | None = None
    timeframe: Timeframe | None = None
    excerpt: str | None = None
    shown: str = ""
    reply: str | None = None
    kind: QuestionKind = "fact"
    respelt: tuple[tuple[str, str], ...] = ()

    @property
    def asks_for_day(self) -> bool:
        """Whether it asks on what date something was, and not only when."""
        return bool(EXACT_DAY.search(self.text))

    @property
    def alone(self) -> "Question | None":
        """The question without the conversation, if it can be meant so; None if it cannot, or is so already."""
        return replace(self, carried=(), resolved=self.text) if self.carried and may_stand_alone(self.text) else None

    @property
    def compared(self) -> tuple[str, ...]:
        """The two sides that it compares, names or words; empty if it compares none."""
        return compared_sides(self.text)

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
        return asked_name(first_question(self.resolved)) if self.kind == "who-is" else ""

    @property
    def statement(self) -> str:
        """What it asks about or takes for granted, as a sentence; empty if it has no plain order. It is parsed at each call."""
        return as_statement(self.resolved)

    @property
    def named(self) -> tuple[str, ...]:
        """The last words of the names in it: "Roe" for "Ilka Roe"."""
        return tuple(dict.fromkeys(m.name.split()[-1] for m in find_mentions(self.resolved)))

    @property
    def search_text(self) -> str:
        """The text to search for. It is without words such as "yesterday", which mean another day in an article. Each carried word is added once."""
        there = {w.lower() for w in WORD.findall(self.resolved)}
        return " ".join((remove_relative_time(self.resolved, self.timeframe), *(w for w in self.carried if w.lower() not in there)))

    @property
    def read_text(self) -> str:
        """The text that the reader reads passages for. Of two questions, it is the first.

        A whole question stands alone, because its passages were found for the topic already; only another one gets the words from the conversation.
        """
        own = plain_question(first_question(self.resolved))
        return JOINS.sub("", own) if is_whole(self.resolved) else " ".join((own, *self.carried))

    def query(self, filters: Filters = NO_FILTERS, weights: Mapping[str, float] | None = None) -> Query:
        """The search request. It finds only articles published until `as_of`. `weights` are the `word_weights` of `search_text`, if known."""
        happened = (self.timeframe.since, self.timeframe.until) if self.timeframe else None
        speaker, topic = (self.speaker.name, " ".join(content_words(remove_relative_time(self.speaker.topic, self.timeframe)))) if self.speaker else (None, "")
        until = min(self.as_of, filters.until or self.as_of)
        return Query(self.search_text, until, filters.since, filters.publisher, filters.said_by, speaker, topic, happened, weights, filters.articles)


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
    asks = first_question(resolved.asks)  # of two questions, the first decides
    kind = kind_in_conversation(asks, resolved.text, of_speaker=resolved.speaker is not None)
    return Question(
        text=text,
        as_of=asked_on,
        terms=terms,
        carried=resolved.carried,
        answer_type=asked_kind(asks),
        mentions_figure=mentions_figure(asks),
        latest=kind == "latest" or bool(LATEST.search(text)),
        resolved=resolved.text,
        speaker=resolved.speaker,
        timeframe=resolved.timeframe,
        excerpt=find_asked_excerpt(as_written),
        shown=shown_before(text, history),
        kind=kind,
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
    """The answers of the conversation, in which a reader has seen sentences already. "" where an earlier question is asked again or put right."""
    asked = {" ".join(m.content.split()).lower() for m in history if m.role == "user"}
    return "" if text.lower() in asked or CORRECTION.match(text) else INSERT.sub("", "\n".join(m.content for m in history if m.role == "assistant"))


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
    return iso_day(as_of, "as_of") or asker_today().isoformat()
