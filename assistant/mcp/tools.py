"""The MCP tools. Each has arguments, a result, a description, and the result as text for models that do not read JSON."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from onrecord.assistant.answer import Answer, Citation
from onrecord.assistant.article_record import passage, read_record
from onrecord.assistant.check_text import check_text, report_verdicts
from onrecord.assistant.inert import inert
from onrecord.assistant.question import MAX_CHARACTERS, rewrite_question
from onrecord.assistant.schemas import AsOf, CheckBody, CheckedBody, HitsBody, Narrowed, SearchBody
from onrecord.assistant.serialize import hit_json
from onrecord.assistant.summary_line import gate_line
from onrecord.assistant.turn import Assistant, Listener, answer_turn
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.invisible import printable
from onrecord.vectorstore.search import search

DEFAULT_CHARACTERS = 8_000  # characters of an article that a call without an end gets
MAX_CHARACTERS_AT_ONCE = 50_000  # characters of an article that one call may get

ASK = """Answers a question from the archive of news articles. Use it for anything that news reports: what happened, when, how many, who said what.
Write the question in full, with names instead of pronouns: the tool does not know earlier messages. Every sentence of the answer has passed a
check against the passage that it cites. When you pass the answer on, keep its speakers and source numbers: a claim by somebody is not a fact.
Where sources differ, the answer gives both sides. `abstained` means that the articles do not say; say so, or try
search_articles. `replied` means that the message asks nothing of the articles."""
SEARCH = """Finds passages of the archived news articles, best first, by words and by meaning. Use it to explore, to find what `ask` did not find,
or to read sources yourself. Passages are not checked; read the text around one with get_passage before you rely on it."""
PASSAGE = """Reads a stored article verbatim, or the part from `start` to `end` in characters, as citations and search results give them. Use it
to verify a quotation, or to read the text around a passage. Says whether the article is retracted, and which version is the latest."""
CHECK = """Checks statements against sources before you make them. Each of the first eight sentences of a text gets a verdict, `supported`,
`unsupported`, `contradicted` or `unchecked`, with the reason. With `sources`, only these texts count; without, the archive does. Use it on a
draft of your own. Name the speaker in each sentence ("Minister Vell said that …"): a claim stated as a fact is not supported by its source."""


class AskArguments(Narrowed):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS), Field(description="In full, in plain words.")]
    as_of: AsOf = None


class PassageArguments(BaseModel):
    model_config = ConfigDict(extra="forbid")

    article_id: Annotated[str, Field(max_length=200, description="As citations and search results give it.")]
    version: Annotated[int | None, Field(ge=1, le=2**31, description="The latest by default; a citation gives its own.")] = None
    start: Annotated[int, Field(ge=0, le=2**31, description="First character, from 0.")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**31, description=f"The position after the last character: by default {DEFAULT_CHARACTERS} after the first, at most {MAX_CHARACTERS_AT_ONCE}.")] = None


class PassageBody(BaseModel):
    """`text` is the article's text from `start` to `end`. The complete text has `length` characters."""

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
    """`call` takes arguments of the class `takes` and returns a value of the type `gives`. `as_text` writes this value as text."""

    title: str
    description: str
    takes: type[BaseModel]
    gives: TypeAdapter[Any]
    call: Callable[[Assistant, Any, Listener], Any]
    as_text: Callable[[Any], str]

    def text(self, given: Any) -> str:
        """The result as text. The structured result has the words of the sources verbatim; here no markup in them is live."""
        return inert(printable(self.as_text(given)))


def ask(assistant: Assistant, a: AskArguments, tell: Listener) -> Answer:
    return answer_turn(assistant, a.question, (), a.as_of, a.filters, tell).answer


def search_articles(assistant: Assistant, a: SearchBody, tell: Listener) -> HitsBody:
    with assistant.lock:
        tell("search")
        hits = search(assistant.store, rewrite_question(a.query, (), a.as_of).query(a.filters), a.k)
    return HitsBody.model_validate({"query": a.query, "hits": [hit_json(h) for h in hits]})


def get_passage(assistant: Assistant, a: PassageArguments, _: Listener) -> PassageBody:
    record = read_record(assistant.store.archive, a.article_id, a.version)
    article, length = record.article, len(record.article.text)
    end = min(a.start + DEFAULT_CHARACTERS, length) if a.end is None else a.end
    if end - a.start > MAX_CHARACTERS_AT_ONCE:
        raise BadInput(f"read at most {MAX_CHARACTERS_AT_ONCE} characters at once")
    facts: dict[str, Any] = {k: getattr(article, k) for k in ("article_id", "version", "title", "publisher", "published_at", "url")}
    state: dict[str, Any] = {"latest": record.latest, "retracted": record.retraction.reason if record.retraction else None}
    return PassageBody(**facts, **state, start=a.start, end=end, length=length, text=passage(article.text, a.start, end) or "")


def check_claim(assistant: Assistant, a: CheckBody, _: Listener) -> CheckedBody:
    return CheckedBody(**report_verdicts(check_text(assistant, a.text, a.sources, a.as_of)))


def answer_as_text(answer: Answer) -> str:
    parts = ["\n".join([answer.text, *notices(answer)]), *map(source_as_text, answer.citations), gate_line(answer)]
    return "\n\n".join(part for part in parts if part)


def notices(answer: Answer) -> list[str]:
    return [f"({answer.notice})"] if answer.notice else []


def source_as_text(c: Citation) -> str:
    return f"[{c.n}] {heading(asdict(c))}\narticle {c.article_id}, version {c.version}, characters {c.start} to {c.end}: “{c.cited_text}”"


def heading(facts: dict[str, Any]) -> str:
    return " · ".join(str(facts[k]) for k in ("title", "publisher", "published_at", "url") if facts[k])


def hits_as_text(found: HitsBody) -> str:
    hits = [
        f"{n}. {heading(h.model_dump())}\narticle {h.article_id}, version {h.version}, characters {h.start} to {h.end}: {h.text}"
        for n, h in enumerate(found.hits, 1)
    ]
    return "\n\n".join(hits) or "nothing found"


def passage_as_text(p: PassageBody) -> str:
    where = f"article {p.article_id}, version {p.version} of {p.latest}, characters {p.start} to {p.end} of {p.length}"
    retracted = [f"RETRACTED: {p.retracted}"] if p.retracted else []
    return "\n".join([heading(p.model_dump()), where, *retracted, "", p.text])


def checked_as_text(checked: CheckedBody) -> str:
    lines = []
    for c in checked.claims:
        lines.append(f"{c.verdict} ({c.score:.2f}, {c.reason}): {c.text}")
        if c.citation:
            lines.append(source_as_text(c.citation))
        elif c.source is not None:
            lines.append(f"judged by source {c.source}, counted from 0")
    return "\n".join(lines)


TOOLS = {
    "ask": Tool("Ask the archive", ASK, AskArguments, TypeAdapter(Answer), ask, answer_as_text),
    "search_articles": Tool("Search the archive", SEARCH, SearchBody, TypeAdapter(HitsBody), search_articles, hits_as_text),
    "get_passage": Tool("Read an article", PASSAGE, PassageArguments, TypeAdapter(PassageBody), get_passage, passage_as_text),
    "check_claim": Tool("Check statements", CHECK, CheckBody, TypeAdapter(CheckedBody), check_claim, checked_as_text),
}
