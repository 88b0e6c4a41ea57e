"""Bodies of the HTTP API. Unknown keys are refused; the answer is `onrecord.assistant.answer.Answer` to the letter."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.assistant.answer import Answer
from onrecord.assistant.conversations import Conversation, Rating, Stale
from onrecord.assistant.eval_summary import EvalSummary
from onrecord.assistant.question import MAX_CHARACTERS
from onrecord.assistant.schemas import AsOf, Publisher, Since, Speaker, Until, strict
from onrecord.vectorstore.archive import Listed


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
    last_eval: EvalSummary | None
