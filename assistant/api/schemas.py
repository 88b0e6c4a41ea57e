"""Request and response bodies of the HTTP API. Unknown keys in requests are refused."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.assistant.answer import Answer
from onrecord.assistant.conversations import Conversation, Rating, Stale
from onrecord.assistant.eval_summary import EvalSummary
from onrecord.assistant.question import MAX_CHARACTERS
from onrecord.assistant.schemas import AsOf, Narrowed, SearchBody, strict
from onrecord.assistant.trace import Trace


class ErrorDetail(BaseModel):
    type: Annotated[str, Field(description="For example BadInput, NotFound, Busy or Unavailable.")]
    message: Annotated[str, Field(description="One sentence that says what to do.")]


class ErrorBody(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"error": {"type": "NotFound", "message": "article 4f1c… is not in the archive"}}]})

    error: ErrorDetail


class StateBody(BaseModel):
    state: Annotated[str, Field(description="`alive` for the process; `ready`, `degraded` (questions are answered, but the index is away or behind), `building`, `stopped` or `broken: …` for the index; `away` while the PostgreSQL server of the archive does not answer.")]


class MessageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000)]


class AskBody(Narrowed):
    """A question, the conversation before it, and the day of the question."""

    model_config = strict(question="Who fired the first shots at Hrabin Ford?", as_of="2026-05-25")

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    conversation_id: Annotated[str | None, Field(max_length=64, description="A stored conversation. The answer is added to it.")] = None
    history: list[MessageBody] = Field([], max_length=50, description="The earlier messages of a conversation that is not stored, oldest first.")
    as_of: AsOf = None
    model: Annotated[str | None, Field(max_length=200, description="The drafter: one of `models` of /v1/stats. Default: the first of them.")] = None
    trace: Annotated[bool, Field(description="Add `trace` to the answer, with the findings, scores and dropped items of each step of the turn.")] = False

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filters, the day and the model that the request gives."""
        return self.model_dump(exclude_defaults=True, exclude={"question", "conversation_id", "history", "trace"})


class SearchRequest(SearchBody):
    """A search for passages, and the conversation before it."""

    history: list[MessageBody] = Field([], max_length=50, description="Earlier messages of a conversation, oldest first.")


class IndexedBody(BaseModel):
    passages_embedded: int
    index_is_behind: Annotated[bool, Field(description="The Chroma server did not answer, so that the index lacks articles. The server adds them when it answers again.")]


@dataclass(frozen=True)
class AskedAnswer(Answer):
    """An answer, and the ids of its stored turn and conversation. Both ids are null without a conversation."""

    turn_id: str | None
    conversation_id: str | None


@dataclass(frozen=True)
class TracedAnswer(AskedAnswer):
    """An answer with the steps of its turn, for a request with `trace`."""

    trace: Trace


AskResponse = Annotated[TracedAnswer | AskedAnswer, Field(union_mode="left_to_right")]


class SuggestionsBody(BaseModel):
    questions: Annotated[list[str], Field(description="The best first.")]


class FeedbackBody(BaseModel):
    model_config = strict(turn_id="4f1c…", rating="down", comment="The second figure is from another flood.")

    turn_id: Annotated[str, StringConstraints(max_length=64)]
    rating: Rating
    comment: Annotated[str | None, Field(max_length=4000)] = None


class TitleBody(BaseModel):
    """A title. Without a title, a conversation is named after its first question."""

    model_config = strict(title="Hrabin Ford")

    title: Annotated[str, StringConstraints(max_length=400)] = ""


ConversationBody = Conversation


class ConversationsBody(BaseModel):
    conversations: list[Conversation]


class StoredFeedback(BaseModel):
    rating: Rating
    comment: str | None


class OpenedTurn(BaseModel):
    """`answer` is the body that `POST /v1/ask` returned. `stale` lists its citations that are out of date. `narrowed` has the filters, the day and
    the model of the request, each with the name that it has there."""

    turn_id: str
    asked_at: str
    answer: dict[str, Any]
    narrowed: dict[str, Any]
    feedback: StoredFeedback | None
    stale: list[Stale]


class OpenedConversation(BaseModel):
    conversation_id: str
    title: str
    created_at: str
    updated_at: str
    turns: list[OpenedTurn]
    shared: bool


class ShareBody(BaseModel):
    """`token` opens the conversation to whoever has it. `path` is the page that shows it."""

    token: str
    path: str


class SharedTurn(BaseModel):
    asked_at: str
    answer: dict[str, Any]
    narrowed: dict[str, Any]
    stale: list[Stale]


class SharedConversation(BaseModel):
    """A conversation as the holder of a link sees it: without its id, its turns' ids and the owner's feedback."""

    title: str
    turns: list[SharedTurn]


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
    judge: Annotated[str, Field(description="Name of the judge that checks each sentence.")]
    publishers: list[PublisherBody]
    timeline: list[MonthBody]
    last_eval: EvalSummary | None
