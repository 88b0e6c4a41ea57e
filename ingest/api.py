"""`POST /v1/articles` and `GET /v1/jobs/{id}`. The HTTP API finds and mounts them by the entry point `onrecord.routes`."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any, Protocol

from fastapi import FastAPI, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel

from onrecord.ingest.jobs import Job, JobQueue, Jobs, QueuedJobs
from onrecord.ingest.sample import Sample, add_sample_routes
from onrecord.ingest.uploads import REQUEST, read_documents
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.shared import SharedDatabase
from onrecord.vectorstore.store import Store

MAX_BODY_BYTES = 32_000_000
POLL_SECONDS = 0.25  # interval at which a stream of events checks its job
KEEP_ALIVE_SECONDS = 15
ADD_DESCRIPTION = """Send one article, a list of up to 1000 articles, or a multipart form of files. The ending of a file's name gives its type. If an
article has no `text` but a `url`, the server fetches the page. The form may also have `publisher`, `publish_date` and `language`, for files that
do not state them; with a `url`, they are for a page that does not state them. The request is answered as soon as the upload is stored. Follow the
job at `Location` for the outcome."""
JOB_DESCRIPTION = """As a stream, each change of the job is an event `{job_id, state, stage, done, total, archived}` with the job's state as its name. The
last event is `done` or `failed` and has the full job."""


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

    def schedule_index_update(self) -> None: ...


class Metrics(Protocol):
    """The part of the server's figures to which ingest adds its own."""

    def count_ingested(self, collection: str, outcome: str) -> None: ...

    def watch(self, name: str, help_text: str, read: Callable[[], float], **labels: str) -> None: ...


class Host(Protocol):
    """The part of the API that mounted routes use. `caller` makes a dependency that checks the key and returns the caller with its `newsroom`."""

    settings: Settings
    shared: SharedDatabase | None
    newsrooms: dict[str, Any]
    body_limits: dict[str, int]
    metrics: Metrics

    def caller(self, scope: str) -> Any: ...


def add_routes(app: FastAPI, host: Host) -> None:
    make = partial(QueuedJobs, JobQueue(host.shared), host.settings.jobs == "server") if host.shared else Jobs
    jobs: dict[str, Jobs | QueuedJobs] = {
        name: make(newsroom.store, newsroom.lock, host.settings.fetch_private, name, partial(host.metrics.count_ingested, name)) for name, newsroom in host.newsrooms.items()
    }
    for name, newsroom in host.newsrooms.items():
        newsroom.tasks.append(jobs[name])
        host.metrics.watch("onrecord_ingest_jobs", "Jobs of ingest that wait or are worked on.", partial(count_jobs, jobs[name]), collection=name)
    host.body_limits["/v1/articles"] = MAX_BODY_BYTES
    add_sample_routes(app, host, {name: Sample(newsroom.store, jobs[name]) for name, newsroom in host.newsrooms.items()})
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
        found = await run_in_threadpool(own.job, job_id)
        if "text/event-stream" in request.headers.get("accept", ""):
            return EventSourceResponse(stream_events(own, found))
        return asdict(found)


def count_jobs(jobs: Jobs | QueuedJobs) -> float:
    return float(jobs.waiting)


async def stream_events(jobs: Jobs | QueuedJobs, job: Job) -> AsyncIterator[bytes]:
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
        job = await run_in_threadpool(jobs.job, job.job_id)
    yield format_sse_event(event=job.state, data_str=JobBody(**{k: v for k, v in asdict(job).items() if k not in ("names", "by_user")}).model_dump_json())
