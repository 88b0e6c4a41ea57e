"""Reads the body of `POST /v1/articles`: articles and URLs as JSON, or files in a form. Nothing is parsed here that a sandbox must parse."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from onrecord.ingest.facts import valid_user_facts
from onrecord.ingest.jobs import PAGES
from onrecord.ingest.sources import SUFFIXES, kind_of
from onrecord.vectorstore.errors import BadInput, Unsupported

MAX_DOCUMENTS = 1000  # documents in one request
JSON_NAME = "articles.jsonl"  # names the articles of a JSON body in rejections
USER_FACTS = ("publisher", "publish_date", "language")  # for files and pages that do not state them


class ArticleIn(BaseModel):
    """An article as text, with its title, date, outlet and language if they are known; or a `url`, whose page the server fetches.

    With a `url` alone, `publish_date`, `publisher` and `language` are for a page that does not state them.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Ferry stops", "text": "The ferry stopped on Wednesday."}]})

    text: Annotated[str | None, Field(min_length=1)] = None
    title: str | None = None
    url: str | None = None
    publish_date: str | None = None
    publisher: str | None = None
    authors: list[str] | str | None = None
    language: str | None = None

    @model_validator(mode="after")
    def _is_something(self) -> "ArticleIn":
        if self.text is None:
            if not self.url or not self.model_fields_set <= {"url", *USER_FACTS}:
                raise ValueError("send a `text`, or a `url`, and with it nothing but publish_date, publisher and language")
            user_facts(self.model_dump())
        return self


ARTICLE_LIST = TypeAdapter(Annotated[list[ArticleIn], Field(min_length=1, max_length=MAX_DOCUMENTS)])


async def read_documents(request: Request) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """The request's documents as (file name, content), and the facts for files that do not state them."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return documents_from_json(await request.body()), {}
    if kind == "multipart/form-data":
        return await read_form(request)
    raise Unsupported(
        "send application/json: an article {text, title, url, publish_date, publisher, authors, language}, a page {url} or a list of them; or send"
        " multipart/form-data with files"
    )


def documents_from_json(body: bytes) -> list[tuple[str, bytes]]:
    """Two documents: the articles that have a text as JSON lines, and the others as JSON lines {url, by_user}."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput("the body is not valid JSON") from None
    try:
        articles = ARTICLE_LIST.validate_python(sent if isinstance(sent, list) else [sent])
    except ValidationError as e:
        raise RequestValidationError(e.errors()) from None
    texts = "".join(json.dumps(a.model_dump(exclude_none=True)) + "\n" for a in articles if a.text)
    pages = "".join(json.dumps({"url": " ".join(str(a.url).split()), "by_user": user_facts(a.model_dump())}) + "\n" for a in articles if not a.text)
    return [(name, lines.encode("utf-8", "replace")) for name, lines in ((JSON_NAME, texts), (PAGES, pages)) if lines]


def user_facts(given: Mapping[str, Any]) -> dict[str, str]:
    """The facts that count where a source states none. Raises ValueError if one is not valid."""
    try:
        return valid_user_facts({name: given.get(name) for name in USER_FACTS})
    except BadInput as e:
        raise ValueError(str(e)) from None


class FormFacts(BaseModel):
    """The fields of a form that are not files."""

    model_config = ConfigDict(extra="forbid")

    publisher: str | None = None
    publish_date: str | None = None
    language: str | None = None

    @model_validator(mode="after")
    def _are_valid(self) -> "FormFacts":
        user_facts(self.model_dump())
        return self


async def read_form(request: Request) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    try:
        async with request.form(max_files=MAX_DOCUMENTS, max_fields=MAX_DOCUMENTS) as form:
            fields = form.multi_items()
            files = [await read_upload(value) for name, value in fields if not (isinstance(value, str) and name in USER_FACTS)]
            given = FormFacts.model_validate({name: value for name, value in fields if isinstance(value, str) and name in USER_FACTS})
            return files or refuse("the form has no file"), user_facts(given.model_dump())
    except HTTPException as e:
        raise BadInput(f"the form cannot be read: {e.detail}") from None
    except ValidationError as e:
        raise RequestValidationError(e.errors()) from None


async def read_upload(file: UploadFile | str) -> tuple[str, bytes]:
    if isinstance(file, str) or not file.filename:
        raise BadInput(f"every field of the form must be a file with a name, or one of {', '.join(USER_FACTS)}")
    name = file.filename.replace("\\", "/").rpartition("/")[2][-200:]
    if kind_of(Path(name)) is None:
        raise Unsupported(f"the file {name} cannot be read; use text, HTML, PDF, Word or mail: {', '.join(SUFFIXES)}, each also with .gz")
    return name, await file.read()


def refuse(message: str) -> list[tuple[str, bytes]]:
    raise BadInput(message)


REQUEST = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [ArticleIn.model_json_schema(), {"type": "array", "items": ArticleIn.model_json_schema(), "maxItems": MAX_DOCUMENTS}]
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in USER_FACTS},
                    "additionalProperties": {"type": "string", "format": "binary"},
                }
            },
        },
    }
}
