"""`POST /v1/check`: anybody's text through our gate."""

from typing import Any

from fastapi import FastAPI

from assistant.api.errors import responses
from assistant.api.models import CheckBody, CheckedBody
from assistant.api.service import Caller, Service
from assistant.checking import check_text, counted


def add_routes(app: FastAPI, service: Service) -> None:
    @app.post(
        "/v1/check",
        response_model=CheckedBody,
        summary="Judge a text, sentence by sentence, by sources or by the archive",
        responses=responses(503),
        tags=["ask"],
    )
    def check(body: CheckBody, caller: Caller = service.caller("ask")) -> Any:
        return counted(check_text(service.assistant(caller), body.text, body.sources, body.as_of))
