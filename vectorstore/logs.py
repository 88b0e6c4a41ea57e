"""Logging of the servers and of ingest. One handler writes to stderr, as text for people or as JSON lines.

`log_fields` adds fields such as the request's id to every line that a request logs. Questions, answers and keys are never logged.
"""

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from onrecord.vectorstore.settings import Settings

LOGGERS = ("onrecord", "uvicorn")  # other libraries log warnings and errors only
bound_fields: ContextVar[dict[str, Any] | None] = ContextVar("bound_fields", default=None)


def configure_logging(settings: Settings) -> None:
    """Log to stderr in the format and from the level that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if settings.log_format == "json" else TextFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


@contextmanager
def log_fields(**fields: Any) -> Iterator[dict[str, Any]]:
    """Add fields to every line that the block logs, also in threads that get a copy of the context.

    Yields the fields. The block can add more fields later.
    """
    bound = current_log_fields() | fields
    token = bound_fields.set(bound)
    try:
        yield bound
    finally:
        bound_fields.reset(token)


def add_log_fields(**fields: Any) -> None:
    """Add fields to the innermost `log_fields` block. Outside such a block, nothing happens."""
    if (bound := bound_fields.get()) is not None:
        bound |= fields


def current_log_fields() -> dict[str, Any]:
    """A copy of the fields bound by `log_fields`."""
    return dict(bound_fields.get() or {})


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields bound by `log_fields`, and those given as `extra={"fields": …}`."""
    return current_log_fields() | getattr(record, "fields", {})


def logged_at(record: logging.LogRecord) -> str:
    """ISO 8601 in UTC with milliseconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z"


class TextFormatter(logging.Formatter):
    """`2026-03-04T12:00:00.000Z INFO onrecord.vectorstore.index: message field=value`, with the fields from `log_fields`."""

    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in current_log_fields().items())
        line = f"{logged_at(record)} {record.levelname} {record.name}: {record.getMessage()}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(logging.Formatter):
    """One JSON object per line: `time`, `level`, `logger`, `message`, the fields, and `exception` with the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": logged_at(record), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()} | fields_of(record)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
