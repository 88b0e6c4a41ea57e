"""Ingest for the HTTP API: an inbox of uploads, and the jobs that process them."""

from onrecord.ingest.jobs.inbox import PAGES, Job
from onrecord.ingest.jobs.jobs import Jobs

__all__ = [
    "PAGES",
    "Job",
    "Jobs",
]
