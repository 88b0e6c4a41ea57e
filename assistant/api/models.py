"""Bodies of the HTTP API. Unknown keys are refused; the answer is `assistant.answer.Answer` to the letter."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Answer
from assistant.checking import Checked
from assistant.conversation import Conversation, Rating
from assistant.question import MAX_CHARACTERS
from assistant.stale import Stale
from vectorstore.holdings import Listed

MAX_CHECKED = 20_000  # characters of a text to be checked, and of each source
AsOf = Annotated[str | None, Field(description="YYYY-MM-DD; articles published later are no evidence. Today by default.")]
Since = Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or later are evidence.")]
Until = Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or earlier are evidence.")]
Publisher = Annotated[str | None, Field(max_length=200, description="Only this outlet's articles are evidence.")]
Speaker = Annotated[str | None, Field(max_length=200, description="Only passages that quote this person or body are evidence.")]


def strict(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class ErrorDetail(BaseModel):
    type: Annotated[str, Field(description="Such as BadInput, NotFound, Busy, Unavailable.")]
    message: Annotated[str, Field(description="One sentence for people.")]


class ErrorBody(BaseModel):
    """Every error has this body; the message says what to do."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"error": {"type": "NotFound", "message": "article 4f1c… is not in the archive"}}]})

    error: ErrorDetail


class StateBody(BaseModel):
    state: Annotated[str, Field(description="`alive`; of the index `ready`, `building`, `stopped` or `broken: …`.")]


class MessageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000)]


class AskBody(BaseModel):
    """A question, the conversation before it, and the day as of which it is asked."""

    model_config = strict(question="Who fired the first shots at Hrabin Ford?", as_of="2026-05-25")

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    conversation_id: Annotated[str | None, Field(max_length=64, description="Of a stored conversation, which the answer is added to.")] = None
    history: Annotated[list[MessageBody], Field(max_length=50, description="Earlier messages, oldest first, where nothing is stored.")] = []
    as_of: AsOf = None
    since: Since = None
    until: Until = None
    publisher: Publisher = None
    speaker: Speaker = None
    model: Annotated[str | None, Field(max_length=200, description="Who drafts: one of `models` of /v1/stats; the first of them by default.")] = None


@dataclass(frozen=True)
class AskedAnswer(Answer):
    """An answer, and where it is kept; None where no conversation was named."""

    turn_id: str | None
    conversation_id: str | None


class FeedbackBody(BaseModel):
    model_config = strict(turn_id="4f1c…", rating="down", comment="The second figure is from another flood.")

    turn_id: Annotated[str, StringConstraints(max_length=64)]
    rating: Rating
    comment: Annotated[str | None, Field(max_length=4000)] = None


class TitleBody(BaseModel):
    """Without a title, a conversation takes its first question's words."""

    model_config = strict(title="Hrabin Ford")

    title: Annotated[str, StringConstraints(max_length=400)] = ""


ConversationBody = Conversation


class ConversationsBody(BaseModel):
    conversations: list[Conversation]


class StoredFeedback(BaseModel):
    rating: Rating
    comment: str | None


class OpenedTurn(BaseModel):
    """`answer` is the body of `POST /v1/ask` as it was given; `stale` says which of its citations are no longer what the archive serves."""

    turn_id: str
    asked_at: str
    answer: dict[str, Any]
    feedback: StoredFeedback | None
    stale: list[Stale]


class OpenedConversation(BaseModel):
    conversation_id: str
    title: str
    created_at: str
    updated_at: str
    turns: list[OpenedTurn]


class RemovedBody(BaseModel):
    rule: str
    text: str


class CopyBody(BaseModel):
    article_id: str
    share: float | None
    publisher: str | None
    published_at: str | None
    url: str | None


class RetractionBody(BaseModel):
    reason: str
    retracted_at: str
    undone_at: str | None


class ArticleBody(BaseModel):
    """One stored version. Offsets, here and in citations, are code points into `text`; `fact_sources` says where each fact was read."""

    article_id: str
    version: int
    latest: int
    title: str
    url: str | None
    canonical_url: str | None
    publisher: str | None
    authors: list[str]
    published_at: str | None
    published_time: str | None
    updated_at: str | None
    date_source: str
    language: str | None
    fact_sources: dict[str, str]
    text: str
    removed: list[RemovedBody]
    corrections: list[tuple[int, int]]
    broken_quotes: list[tuple[int, int]]
    retracted: str | None
    retractions: list[RetractionBody]
    copies: list[CopyBody]
    origin: str
    passage: str | None


class ArticlesBody(BaseModel):
    articles: list[Listed]
    next: str | None


class SearchBody(BaseModel):
    model_config = strict(query="first shots at Hrabin Ford", k=5)

    query: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    k: Annotated[int, Field(ge=1, le=100)] = 10
    as_of: AsOf = None
    since: Since = None
    until: Until = None
    publisher: Publisher = None
    speaker: Speaker = None


class HitBody(BaseModel):
    """A passage. `found_by` gives its rank in each ranking that found it, `parts` what its score is made of."""

    article_id: str
    version: int
    start: int
    end: int
    text: str
    score: float
    found_by: dict[str, int]
    parts: dict[str, float]
    title: str
    publisher: str | None
    published_at: str | None
    url: str | None


class HitsBody(BaseModel):
    query: str
    hits: list[HitBody]


class CheckBody(BaseModel):
    """A text of up to eight sentences, and what it is to be judged by: `sources`, or without any the archive."""

    model_config = strict(text="The mayor said that the dam would hold.", sources=["“The dam will hold,” Mayor Ilse Brandt said on Monday."])

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHECKED)]
    sources: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHECKED)]], Field(max_length=20)] = []
    as_of: AsOf = None


class CheckedBody(BaseModel):
    """Verdicts of the sentences in order, and how many there are of each."""

    claims: list[Checked]
    supported: int
    unsupported: int
    contradicted: int
    unchecked: int


class PublisherBody(BaseModel):
    publisher: str | None
    articles: int
    oldest: str | None
    newest: str | None


class MonthBody(BaseModel):
    month: str
    articles: int


class StatsBody(BaseModel):
    version: str
    state: str
    articles: int
    retracted: int
    passages: int
    oldest: str | None
    newest: str | None
    embedding_model: str
    models: list[str]
    publishers: list[PublisherBody]
    timeline: list[MonthBody]
    last_eval: dict[str, Any] | None
