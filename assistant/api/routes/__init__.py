"""The routes of the HTTP API, one file for each subject."""

from collections.abc import Callable

from fastapi import FastAPI

from onrecord.assistant.api.routes import articles, ask, check, conversations, people, suggestions
from onrecord.assistant.api.routes.docs import add_docs
from onrecord.assistant.api.routes.pages import add_pages
from onrecord.assistant.api.service import Service

__all__ = ["ROUTES", "add_docs", "add_pages"]

SUBJECTS = (ask, conversations, articles, people, check, suggestions)
ROUTES: tuple[Callable[[FastAPI, Service], None], ...] = tuple(subject.add_routes for subject in SUBJECTS)
