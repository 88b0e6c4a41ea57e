"""Ingest for the HTTP API: uploads that wait, in an inbox or in PostgreSQL, and the jobs that process them."""

from onrecord.ingest.jobs.inbox import PAGES, Job
from onrecord.ingest.jobs.jobs import Jobs
from onrecord.ingest.jobs.queued import JobQueue, QueuedJobs, work_on
from onrecord.ingest.jobs.work import Work

__all__ = [
    "PAGES",
    "Job",
    "JobQueue",
    "Jobs",
    "QueuedJobs",
    "Work",
    "work_on",
]
