"""Bodies of the HTTP API. Unknown keys are refused; the answer is `assistant.answer.Answer` to the letter."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Answer
from assistant.question import MAX_CHARACTERS

AnswerBody = Answer  # pydantic reads the dataclass, so that the two cannot drift apart


class MessageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000)]


class AskBody(BaseModel):
    """A question, the conversation before it, and the day as of which it is asked."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "Who fired the first shots at Hrabin Ford?", "as_of": "2026-05-25"}]}
    )

    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    history: Annotated[list[MessageBody], Field(max_length=50, description="Earlier messages, oldest first.")] = []
    as_of: Annotated[str | None, Field(description="YYYY-MM-DD; articles published later are no evidence. Today by default.")] = None
    since: Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or later are evidence.")] = None
    until: Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or earlier are evidence.")] = None
    publisher: Annotated[str | None, Field(max_length=200, description="Only this outlet's articles are evidence.")] = None
    speaker: Annotated[str | None, Field(max_length=200, description="Only passages that quote this person or body are evidence.")] = None


class RemovedBody(BaseModel):
    rule: str
    text: str


class ArticleBody(BaseModel):
    """One stored version. Offsets, here and in citations, are code points into `text`."""

    article_id: str
    version: int
    title: str
    url: str | None
    publisher: str | None
    authors: list[str]
    published_at: str | None
    date_source: str
    text: str
    removed: list[RemovedBody]
    passage: str | None


class StateBody(BaseModel):
    state: str
