"""`/v1/sample`: the sample newsroom, invented articles to try everything with. An empty archive takes it, and it can be removed again as a whole.

The articles come from other rooms by the entry point `onrecord.samples`. A record names them: `sample.json` in the home, or a row beside an archive in PostgreSQL.
"""

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any, Protocol

from fastapi import FastAPI, Response
from pydantic import BaseModel

from onrecord.ingest.jobs import Job, Jobs, QueuedJobs
from onrecord.vectorstore.archive import delete_articles
from onrecord.vectorstore.errors import BadInput, Busy, NotFound
from onrecord.vectorstore.records import DatabaseRecord, FileRecord, Record
from onrecord.vectorstore.store import Store

RECORD = "sample"  # name of the record of the sample's job, and of its articles once the job is done


class Host(Protocol):
    def caller(self, scope: str) -> Any: ...


class SampleBody(BaseModel):
    """`documents` is the number of documents in the sample, `added` the number of its articles in the archive, and `job_id` the job that adds them."""

    documents: int
    added: int
    job_id: str | None


class Sample:
    """The sample newsroom in one archive."""

    def __init__(self, store: Store, jobs: Jobs | QueuedJobs) -> None:
        self._store, self._jobs = store, jobs
        self._record: Record = DatabaseRecord(store.archive.engine, RECORD) if store.database else FileRecord(store.home / f"{RECORD}.json", durable=True)

    def add(self) -> Job:
        """Raises BadInput if the archive is not empty, or NotFound if no sample is installed."""
        if self._store.archive.counts()["articles"] or self.job():
            raise BadInput("the sample newsroom can only be added to an empty archive")
        job = self._jobs.submit(documents(), {})
        self._record.write({"job_id": job.job_id})
        return job

    def job(self) -> Job | None:
        """The job that adds the sample, while it is not finished."""
        job = self._last_job()
        return job if job and not job.finished else None

    def articles(self) -> list[str]:
        """Ids of the sample's articles. Once its job is done they are recorded, because old jobs are deleted."""
        job = self._last_job()
        if job and job.state == "done":
            self._record.write({"articles": list(job.articles)})
        return list(job.articles if job else (self._record.read() or {}).get("articles", []))

    def _last_job(self) -> Job | None:
        """A failed one stays: the next start of the server tries it again."""
        job_id = (self._record.read() or {}).get("job_id")
        return self._jobs.job(job_id) if job_id else None

    def remove(self) -> None:
        """Delete the sample's articles for good. Raises Busy while they are still being added."""
        if self.job():
            raise Busy("the sample newsroom is still being added; remove it when that is done")
        delete_articles(self._store.archive, self.articles())
        self._record.remove()


def documents() -> list[tuple[str, bytes]]:
    """File names and contents of the sample. Raises NotFound if none is installed."""
    found = [document for point in entry_points(group="onrecord.samples") for document in point.load()()]
    if not found:
        raise NotFound("no sample newsroom is installed; reinstall onrecord")
    return found


def add_sample_routes(app: FastAPI, host: Host, samples: Mapping[str, Sample]) -> None:
    """Args: samples: by the name of their newsroom."""
    asking, ingesting, admin = host.caller("ask"), host.caller("ingest"), host.caller("admin")

    @app.get("/v1/sample", response_model=SampleBody, summary="Say whether the archive has the sample newsroom", tags=["articles"])
    def get_sample(caller: Any = asking) -> Any:
        sample = samples[caller.newsroom.name]
        added, job = sample.articles(), sample.job()
        return SampleBody(documents=len(documents()), added=len(added), job_id=job.job_id if job else None)

    @app.post("/v1/sample", status_code=202, summary="Add the sample newsroom to an empty archive", responses={400: {}}, tags=["articles"])
    def add_sample(response: Response, caller: Any = ingesting) -> dict[str, str]:
        """Some fifty invented articles to try everything with. Follow the job at `Location`."""
        job = samples[caller.newsroom.name].add()
        response.headers["Location"] = f"/v1/jobs/{job.job_id}"
        return {"job_id": job.job_id, "state": job.state}

    @app.delete("/v1/sample", status_code=204, summary="Delete the articles of the sample newsroom, and no others", tags=["articles"])
    def remove_sample(caller: Any = admin) -> Response:
        with caller.newsroom.lock:
            samples[caller.newsroom.name].remove()
        caller.newsroom.schedule_index_update()
        return Response(status_code=204)
