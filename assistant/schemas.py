"""Request and response bodies that the HTTP API and MCP share. Unknown keys are refused."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.assistant.check_text import Checked
from onrecord.assistant.question import MAX_CHARACTERS

MAX_CHECKED = 20_000  # characters of a text to be checked, and of each source
AsOf = Annotated[str | None, Field(description="YYYY-MM-DD; articles published later are no evidence. Today by default.")]
Since = Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or later are evidence.")]
Until = Annotated[str | None, Field(description="YYYY-MM-DD; only articles published then or earlier are evidence.")]
Publisher = Annotated[str | None, Field(max_length=200, description="Only this outlet's articles are evidence.")]
Speaker = Annotated[str | None, Field(max_length=200, description="Only passages that quote this person or body are evidence.")]


def strict(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


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
