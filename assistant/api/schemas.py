"""Request and response bodies of the HTTP API. Unknown keys in requests are refused."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from onrecord.assistant.answer import Answer
from onrecord.assistant.conversations import Conversation, Rating, Stale
from onrecord.assistant.eval_summary import EvalSummary
from onrecord.assistant.question import MAX_CHARACTERS
from onrecord.assistant.schemas import AsOf, Narrowed, strict
from onrecord.assistant.trace import Trace
from onrecord.vectorstore.archive import Listed
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.fact_values import valid_fact

EditedLine = Annotated[str | None, Field(max_length=1000)]


class ErrorDetail(BaseModel):
    type: Annotated[str, Field(description="For example BadInput, NotFound, Busy or Unavailable.")]
    message: Annotated[str, Field(description="One sentence that says what to do.")]


class ErrorBody(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"error": {"type": "NotFound", "message": "article 4f1c… is not in the archive"}}]})

    error: ErrorDetail


class StateBody(BaseModel):
    state: Annotated[str, Field(description="`alive` for the process; `ready`, `building`, `stopped` or `broken: …` for the index.")]


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
    """`answer` is the body that `POST /v1/ask` returned. `stale` lists its citations that are out of date."""

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


class EditBody(BaseModel):
    """A fact that a user has changed: `before` is the value until then. `value` is null if the fact is again as it was read."""

    fact: str
    before: str | list[str] | None
    value: str | list[str] | None
    edited_by: Annotated[str, Field(description="Name of an API key, or of a user of the server's machine; `anonymous` on a server without keys.")]
    edited_at: str


class FactsEdit(BaseModel):
    """New facts of an article. A fact that is left out does not change. With `null` or an empty value, the fact is again as it was read."""

    model_config = strict(publisher="Corvane Wire", published_at="2026-03-04")

    publisher: EditedLine = None
    published_at: Annotated[str | None, Field(description="Day as YYYY-MM-DD.")] = None
    title: EditedLine = None
    language: Annotated[str | None, Field(description="Code of two or three letters, such as `en`.")] = None
    authors: list[str] | None = None

    @property
    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)

    @model_validator(mode="after")
    def _is_valid(self) -> "FactsEdit":
        """Check the values here, so that a wrong one is answered like any other wrong field."""
        if not self.model_fields_set:
            raise ValueError(f"name at least one fact: {', '.join(type(self).model_fields)}")
        for name, value in self.changes.items():
            try:
                valid_fact(name, value)
            except BadInput as e:
                raise ValueError(str(e)) from None
        return self


class EditedFacts(BaseModel):
    """The facts of the latest version after an edit, and all edits, the oldest first."""

    article_id: str
    version: int
    title: str
    publisher: str | None
    authors: list[str]
    published_at: str | None
    published_time: str | None
    language: str | None
    fact_sources: dict[str, str]
    edits: list[EditBody]


class ArticleBody(BaseModel):
    """One stored version. Offsets, here and in citations, count code points of `text`. `fact_sources` has the place where each fact was read."""

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
    edits: list[EditBody]
    copies: list[CopyBody]
    origin: str
    passage: str | None


class ArticlesBody(BaseModel):
    """A page of the list. `total` counts the articles of all pages."""

    articles: list[Listed]
    next: str | None
    total: int


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
