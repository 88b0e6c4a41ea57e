"""`POST /v1/articles` and `GET /v1/jobs/{id}`. The HTTP API finds and mounts them by the entry point `onrecord.routes`."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Protocol

from fastapi import FastAPI, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from onrecord.ingest.facts import valid_user_facts
from onrecord.ingest.jobs import PAGES, Job, Jobs
from onrecord.ingest.sources import SUFFIXES, kind_of
from onrecord.vectorstore.errors import BadInput, Unsupported
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store

MAX_BODY_BYTES = 32_000_000
MAX_DOCUMENTS = 1000  # documents in one request
POLL_SECONDS = 0.25  # interval at which a stream of events checks its job
KEEP_ALIVE_SECONDS = 15
ADD_DESCRIPTION = """Send one article, a list of up to 1000 articles, or a multipart form of files. The ending of a file's name gives its type. If an
article has no `text` but a `url`, the server fetches the page. The form may also have `publisher`, `publish_date` and `language`, for files that
do not state them; with a `url`, they are for a page that does not state them. The request is answered as soon as the upload is stored. Follow the job at `Location` for the
outcome."""
JOB_DESCRIPTION = """As a stream, each change of the job is an event `{job_id, state, stage, done, total, archived}` with the job's state as its name. The
last event is `done` or `failed` and has the full job."""
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


class JobBody(BaseModel):
    """A job and its outcome. `articles` maps article ids to `added`, `updated` or `unchanged`. `rejected` lists the other documents with reasons.
    `notices` says of stored ones what is incomplete, could not be read, or shares its address with another story."""

    job_id: str
    state: str
    stage: str
    done: int
    total: int
    created_at: str
    articles: dict[str, str]
    rejected: list[dict[str, str]]
    notices: list[dict[str, str]]
    error: str | None


class Newsroom(Protocol):
    """The part of a served collection that ingest needs. The API starts `tasks` when the index is up to date, and stops them before the store closes."""

    name: str
    store: Store
    lock: threading.Lock
    tasks: list[Any]


class Host(Protocol):
    """The part of the API that mounted routes use. `caller` makes a dependency that checks the key and returns the caller with its `newsroom`."""

    settings: Settings
    newsrooms: dict[str, Any]
    body_limits: dict[str, int]

    def caller(self, scope: str) -> Any: ...


def add_routes(app: FastAPI, host: Host) -> None:
    jobs = {name: Jobs(newsroom.store, newsroom.lock, host.settings.fetch_private, name) for name, newsroom in host.newsrooms.items()}
    for name, newsroom in host.newsrooms.items():
        newsroom.tasks.append(jobs[name])
    host.body_limits["/v1/articles"] = MAX_BODY_BYTES
    ingesting = host.caller("ingest")

    @app.post(
        "/v1/articles",
        status_code=202,
        response_model=JobBody,
        summary="Add articles: as JSON, as files or by URL",
        description=ADD_DESCRIPTION,
        responses={415: {}},
        openapi_extra=REQUEST,
        tags=["articles"],
    )
    async def add_articles(request: Request, response: Response, caller: Any = ingesting) -> Any:
        documents, by_user = await read_documents(request)
        job = await run_in_threadpool(jobs[caller.newsroom.name].submit, documents, by_user)
        response.headers["Location"] = f"/v1/jobs/{job.job_id}"
        return asdict(job)

    @app.get(
        "/v1/jobs/{job_id}",
        response_model=JobBody,
        summary="Get a job, or follow it with Accept: text/event-stream",
        description=JOB_DESCRIPTION,
        responses={200: {"description": "The current job, or its events.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
        tags=["articles"],
    )
    async def get_job(job_id: Annotated[str, PathParameter(max_length=64, description="`job_id` from the answer of `POST /v1/articles`.")], request: Request, caller: Any = ingesting) -> Any:
        own = jobs[caller.newsroom.name]
        found = own.job(job_id)
        if "text/event-stream" in request.headers.get("accept", ""):
            return EventSourceResponse(stream_events(own, found))
        return asdict(found)


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
        raise Unsupported(f"{name}: unsupported file type; supported are {', '.join(SUFFIXES)}, each also with .gz")
    return name, await file.read()


def refuse(message: str) -> list[tuple[str, bytes]]:
    raise BadInput(message)


async def stream_events(jobs: Jobs, job: Job) -> AsyncIterator[bytes]:
    """An event for every change of a job. The last event, `done` or `failed`, has the full job."""
    sent, quiet = "", 0.0
    while not job.finished:
        facts = {k: getattr(job, k) for k in ("job_id", "state", "stage", "done", "total")} | {"archived": len(job.articles)}
        if (data := json.dumps(facts)) != sent:
            sent, quiet = data, 0.0
            yield format_sse_event(event=job.state, data_str=data)
        elif (quiet := quiet + POLL_SECONDS) >= KEEP_ALIVE_SECONDS:
            quiet = 0.0
            yield format_sse_event(comment="still here")
        await asyncio.sleep(POLL_SECONDS)
        job = jobs.job(job.job_id)
    yield format_sse_event(event=job.state, data_str=JobBody(**{k: v for k, v in asdict(job).items() if k not in ("names", "by_user")}).model_dump_json())


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
