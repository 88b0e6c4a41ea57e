"""The log's two formats, and the fields that are bound to a request."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

import pytest

from onrecord.vectorstore.logs import LOGGERS, add_log_fields, configure_logging, log_fields
from onrecord.vectorstore.settings import Settings

log = logging.getLogger("onrecord.test")


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, levels = root.handlers[:], root.level, [logging.getLogger(name).level for name in LOGGERS]
    yield
    root.handlers[:], _ = handlers, root.setLevel(level)
    for name, before in zip(LOGGERS, levels, strict=True):
        logging.getLogger(name).setLevel(before)


def test_json_lines_have_the_fields_of_the_context_and_of_the_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(home=tmp_path, log_format="json"))
    with log_fields(request_id="r1"), ThreadPoolExecutor(1) as pool:
        add_log_fields(collection="sports")
        pool.submit(copy_context().run, log.info, "two\nlines", extra={"fields": {"status": 200}}).result()
    log.info("outside")
    inside, outside = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert {k: inside[k] for k in ("level", "logger", "message", "request_id", "collection", "status")} == {
        "level": "info", "logger": "onrecord.test", "message": "two\nlines", "request_id": "r1", "collection": "sports", "status": 200,
    }  # fmt: skip
    assert outside.keys() == {"time", "level", "logger", "message"} and outside["time"].endswith("Z")


def test_text_has_the_context_and_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(home=tmp_path))
    with log_fields(request_id="r1"):
        try:
            raise ValueError("broken")
        except ValueError:
            log.exception("it failed")
    told = capsys.readouterr().err
    assert " ERROR onrecord.test: it failed request_id=r1\n" in told and "ValueError: broken" in told


def test_the_level_holds_for_our_lines_and_others_log_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(home=tmp_path, log_level="warning"))
    log.info("unimportant")
    logging.getLogger("elsewhere").info("unimportant")
    logging.getLogger("elsewhere").warning("important")
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().err.splitlines()] == ["important"]
