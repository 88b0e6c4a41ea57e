"""`POST /v1/check`: check any text with the gate."""

from typing import Any

from fastapi import FastAPI

from onrecord.assistant.api.errors import responses
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.check_text import check_text, report_verdicts
from onrecord.assistant.schemas import CheckBody, CheckedBody


def add_routes(app: FastAPI, service: Service) -> None:
    @app.post(
        "/v1/check",
        response_model=CheckedBody,
        summary="Check a text sentence by sentence, against sources or the archive",
        responses=responses(503),
        tags=["ask"],
    )
    def check(body: CheckBody, caller: Caller = service.caller("ask")) -> Any:
        return report_verdicts(check_text(service.assistant(caller), body.text, body.sources, body.as_of))
