"""Ingest behind the HTTP API: an inbox of uploads and the jobs that work on it."""

from onrecord.ingest.jobs.inbox import PAGES, Job
from onrecord.ingest.jobs.jobs import Jobs

__all__ = [
    "PAGES",
    "Job",
    "Jobs",
]
