"""The tools that a model is offered: what each takes and gives, when to use it, and its result in words for models that read no JSON."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from onrecord.assistant.answer import Answer, Citation
from onrecord.assistant.article_record import passage, read_record
from onrecord.assistant.check_text import check_text, counted
from onrecord.assistant.question import MAX_CHARACTERS, rewrite_question
from onrecord.assistant.schemas import AsOf, CheckBody, CheckedBody, HitsBody, Publisher, SearchBody, Since, Speaker, Until
from onrecord.assistant.serialize import hit_json
from onrecord.assistant.summary_line import gate_line
from onrecord.assistant.turn import Assistant, Listener, answer_turn
from onrecord.vectorstore.archive import Filters
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.search import search

SHOWN = 8_000  # characters of an article where no end is named
MOST = 50_000  # characters of an article at once

ASK = """Answers a question from the archive of news articles. Use it for whatever the news may tell: what happened, when, how many, who said what.
Write the question in full, with names instead of pronouns: earlier messages are not known here. Every sentence of the answer has passed a check
against the passage that it cites. Keep what it says of who said it, and the numbers of its sources, when you pass it on: what somebody claims
is no fact. Where sources differ it gives both sides. `abstained` means that the articles do not say; say so, or try search_articles."""
SEARCH = """Finds passages of the archived news articles, best first, by words and by meaning. Use it to look around, to find what `ask` did not,
or to read sources yourself. A passage is material and not checked for anything; read what stands around it with get_passage before you rely on it."""
PASSAGE = """Reads a stored article to the letter, or the part from `start` to `end` in characters as citations and search results name them. Use it
to verify a quotation, or to read what stands around a passage. Says whether the article is retracted, and which version is the latest."""
CHECK = """Checks statements against sources before you make them: each of the first eight sentences of a text is `supported`, `unsupported`,
`contradicted` or `unchecked`, with the reason. With `sources` it is judged by these texts alone, without by what the archive holds. Use it on
a draft of your own: name the speaker in each sentence ("Minister Vell said that …"), since a claim told as a fact is not supported by its source."""


class AskArguments(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS), Field(description="In full, in plain words.")]
    as_of: AsOf = None
    since: Since = None
    until: Until = None
    publisher: Publisher = None
    speaker: Speaker = None


class PassageArguments(BaseModel):
    model_config = ConfigDict(extra="forbid")

    article_id: Annotated[str, Field(max_length=200, description="As citations and search results name it.")]
    version: Annotated[int | None, Field(ge=1, le=2**31, description="The latest by default; citations name theirs.")] = None
    start: Annotated[int, Field(ge=0, le=2**31, description="First character, from 0.")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**31, description=f"After the last character; {SHOWN} after the first by default, at most {MOST}.")] = None


class PassageBody(BaseModel):
    """`text` is characters `start` to `end` of the `length` that the article has."""

    article_id: str
    version: int
    latest: int
    title: str
    publisher: str | None
    published_at: str | None
    url: str | None
    retracted: str | None
    start: int
    end: int
    length: int
    text: str


@dataclass(frozen=True)
class Tool:
    """`call` gives a value of `gives` from arguments of the class `takes`, told of by `in_words`."""

    title: str
    description: str
    takes: type[BaseModel]
    gives: TypeAdapter[Any]
    call: Callable[[Assistant, Any, Listener], Any]
    in_words: Callable[[Any], str]


def ask(assistant: Assistant, a: AskArguments, tell: Listener) -> Answer:
    return answer_turn(assistant, a.question, (), a.as_of, Filters(a.since, a.until, a.publisher, a.speaker), tell).answer


def search_articles(assistant: Assistant, a: SearchBody, tell: Listener) -> HitsBody:
    with assistant.lock:
        tell("search")
        hits = search(assistant.store, rewrite_question(a.query, (), a.as_of).query(Filters(a.since, a.until, a.publisher, a.speaker)), a.k)
    return HitsBody.model_validate({"query": a.query, "hits": [hit_json(h) for h in hits]})


def get_passage(assistant: Assistant, a: PassageArguments, _: Listener) -> PassageBody:
    record = read_record(assistant.store.archive, a.article_id, a.version)
    article, length = record.article, len(record.article.text)
    end = min(a.start + SHOWN, length) if a.end is None else a.end
    if end - a.start > MOST:
        raise BadInput(f"ask for at most {MOST} characters at once")
    facts: dict[str, Any] = {k: getattr(article, k) for k in ("article_id", "version", "title", "publisher", "published_at", "url")}
    state: dict[str, Any] = {"latest": record.latest, "retracted": record.retraction.reason if record.retraction else None}
    return PassageBody(**facts, **state, start=a.start, end=end, length=length, text=passage(article.text, a.start, end) or "")


def check_claim(assistant: Assistant, a: CheckBody, _: Listener) -> CheckedBody:
    return CheckedBody(**counted(check_text(assistant, a.text, a.sources, a.as_of)))


def answer_in_words(answer: Answer) -> str:
    return "\n\n".join(["\n".join([answer.text, *notices(answer)]), *map(source_in_words, answer.citations), gate_line(answer)])


def notices(answer: Answer) -> list[str]:
    return [f"({answer.notice})"] if answer.notice else []


def source_in_words(c: Citation) -> str:
    return f"[{c.n}] {heading(asdict(c))}\narticle {c.article_id}, version {c.version}, characters {c.start} to {c.end}: “{c.cited_text}”"


def heading(facts: dict[str, Any]) -> str:
    return " · ".join(str(facts[k]) for k in ("title", "publisher", "published_at", "url") if facts[k])


def hits_in_words(found: HitsBody) -> str:
    told = [
        f"{n}. {heading(h.model_dump())}\narticle {h.article_id}, version {h.version}, characters {h.start} to {h.end}: {h.text}"
        for n, h in enumerate(found.hits, 1)
    ]
    return "\n\n".join(told) or "nothing found"


def passage_in_words(p: PassageBody) -> str:
    where = f"article {p.article_id}, version {p.version} of {p.latest}, characters {p.start} to {p.end} of {p.length}"
    retracted = [f"RETRACTED: {p.retracted}"] if p.retracted else []
    return "\n".join([heading(p.model_dump()), where, *retracted, "", p.text])


def checked_in_words(checked: CheckedBody) -> str:
    told = []
    for c in checked.claims:
        told.append(f"{c.verdict} ({c.score:.2f}, {c.reason}): {c.text}")
        if c.citation:
            told.append(source_in_words(c.citation))
        elif c.source is not None:
            told.append(f"judged by source {c.source}, counted from 0")
    return "\n".join(told)


TOOLS = {
    "ask": Tool("Ask the archive", ASK, AskArguments, TypeAdapter(Answer), ask, answer_in_words),
    "search_articles": Tool("Search the archive", SEARCH, SearchBody, TypeAdapter(HitsBody), search_articles, hits_in_words),
    "get_passage": Tool("Read an article", PASSAGE, PassageArguments, TypeAdapter(PassageBody), get_passage, passage_in_words),
    "check_claim": Tool("Check statements", CHECK, CheckBody, TypeAdapter(CheckedBody), check_claim, checked_in_words),
}
