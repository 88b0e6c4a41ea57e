"""Errors that no route expects, as responses."""

import errno
import json

import pytest

from onrecord.assistant.api.errors import unexpected_error_response
from onrecord.assistant.error_bodies import UNEXPECTED, body_of_error

FULL = OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_507_and_says_what_to_do_and_when_to_come_again(caplog: pytest.LogCaptureFixture) -> None:
    response = unexpected_error_response("/v1/conversations", FULL)
    error = json.loads(response.body)["error"]
    assert response.status_code == 507 and int(response.headers["retry-after"]) > 0 and error["type"] == "DiskFull" and "free some space" in error["message"]
    assert body_of_error(FULL) == {"error": error}, "a stream says the same"
    (logged,) = [r for r in caplog.records if r.levelname == "ERROR"]
    assert logged.exc_info is None, "a traceback would say nothing more"


def test_any_other_error_is_500_and_its_details_are_in_the_log_alone(caplog: pytest.LogCaptureFixture) -> None:
    response = unexpected_error_response("/v1/conversations", ValueError("the secret 1234"))
    assert response.status_code == 500 and json.loads(response.body)["error"]["message"] == UNEXPECTED and b"1234" not in response.body
    assert caplog.records[0].exc_info
