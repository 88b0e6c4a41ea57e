"""Request and response bodies that the HTTP API and MCP share. Unknown keys are refused."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.assistant.check_text import Checked
from onrecord.assistant.question import MAX_CHARACTERS
from onrecord.vectorstore.archive import Filters

MAX_CHECKED = 20_000  # characters of a text to check, and of each source
ArticleId = Annotated[str, StringConstraints(min_length=1, max_length=200)]
AsOf = Annotated[str | None, Field(description="Day as YYYY-MM-DD. Default: today. Articles published later are not used.")]


def strict(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Narrowed(BaseModel):
    """A request with filters for the articles that may be used."""

    since: Annotated[str | None, Field(description="Day as YYYY-MM-DD. Only articles published then or later are used.")] = None
    until: Annotated[str | None, Field(description="Day as YYYY-MM-DD. Only articles published then or earlier are used.")] = None
    publisher: Annotated[str | None, Field(max_length=200, description="Only articles of this outlet are used.")] = None
    speaker: Annotated[str | None, Field(max_length=200, description="Only passages that quote this person or body are used.")] = None
    articles: Annotated[list[ArticleId], Field(max_length=100, description="Ids. Only these articles are used.")] = []

    @property
    def filters(self) -> Filters:
        return Filters(self.since, self.until, self.publisher, self.speaker, tuple(self.articles))


class SearchBody(Narrowed):
    """A search for passages."""

    model_config = strict(query="first shots at Hrabin Ford", k=5)

    query: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    k: Annotated[int, Field(ge=1, le=100, description="Number of passages.")] = 10
    as_of: AsOf = None


class HitBody(BaseModel):
    """A passage. `found_by` has its rank in each ranking that found it. `parts` has the parts of its score."""

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
    """A text of up to eight sentences, and the `sources` that must support it. Without sources, the archive must support it."""

    model_config = strict(text="The mayor said that the dam would hold.", sources=["“The dam will hold,” Mayor Ilse Brandt said on Monday."])

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHECKED)]
    sources: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHECKED)]], Field(max_length=20)] = []
    as_of: AsOf = None


class CheckedBody(BaseModel):
    """The verdicts of the sentences in order, and the number of each verdict."""

    claims: list[Checked]
    supported: int
    unsupported: int
    contradicted: int
    unchecked: int
