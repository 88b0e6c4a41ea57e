"""Bodies of `/v1/articles`: lists, records and edits of articles."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from onrecord.assistant.schemas import strict
from onrecord.vectorstore.archive import Change, Excerpt, Listed, Person, Said
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.fact_values import valid_fact

EditedLine = Annotated[str | None, Field(max_length=1000)]


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
    """A page of the list. `total` counts the articles of all pages. With `text`, `excerpts` has the best passage of each article, by its id."""

    articles: list[Listed]
    excerpts: dict[str, Excerpt]
    next: str | None
    total: int


class FactChange(BaseModel):
    fact: str
    before: str | list[str] | None
    after: str | list[str] | None


class ChangesBody(BaseModel):
    """What changed between two versions. `sentences` has the pieces of each changed sentence and its neighbours; it is empty if the texts are the same."""

    article_id: str
    old: int
    new: int
    sentences: list[list[Change]]
    facts: list[FactChange]


class PeopleBody(BaseModel):
    people: list[Person]


class SaidBody(BaseModel):
    """Words that articles attribute to a speaker, the newest first."""

    statements: list[Said]
