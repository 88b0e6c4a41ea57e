"""The HTTP API: the same turn as every other door, and the stored articles that its citations point into."""

import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from importlib.metadata import entry_points
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from assistant.api.models import AnswerBody, ArticleBody, AskBody, StateBody
from assistant.judges import make_judge
from assistant.llm import chat_model
from assistant.question import Message
from assistant.turn import Assistant, answer_turn
from vectorstore.errors import BadInput, OnRecordError, Unavailable
from vectorstore.filters import Filters
from vectorstore.settings import Settings
from vectorstore.store import Stopped, Store, open_store

MAX_BODY_BYTES = 1_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
RETRY_SECONDS = 5
GRACE_SECONDS = 5  # for requests under way when the server ends; who follows a job could keep it for hours
log = logging.getLogger("onrecord")


class Task(Protocol):
    """Works beside the questions, from when they can be answered until the server ends."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Service:
    """An opened store with its assistant. The index is brought level in the background; until then nothing is answered."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.assistant = Assistant(store, chat_model(settings), make_judge(settings, store.embedder))
        self.state = "building"
        # One turn at a time: the parser and Chroma's collection are not safe to share between threads that write caches.
        self.turn = threading.Lock()
        self.stopping = threading.Event()
        self.tasks: list[Task] = []
        self.body_limits: dict[str, int] = {}  # bytes, by path

    def catch_up(self) -> None:
        try:
            with self.turn:
                self.store.catch_up(self._go_on)
            self.state = "ready"
            for task in self.tasks:
                task.start()
        except Stopped:
            self.state = "stopped"
        except Exception as e:  # told by /readyz; the process lives on to tell it
            log.exception("the index could not be built")
            self.state = f"broken: {type(e).__name__}"

    def _go_on(self, stage: str, done: int, total: int) -> None:
        if self.stopping.is_set():
            raise Stopped

    def require_ready(self) -> None:
        if self.state != "ready":
            raise Unavailable(f"the index is {self.state}; ask again in a moment")


def make_app(service: Service) -> FastAPI:
    app = FastAPI(title="On Record", summary="Cited, attributed and checked answers over news articles.", lifespan=lifespan(service))
    app.middleware("http")(guard)
    app.exception_handler(OnRecordError)(told)
    app.exception_handler(RequestValidationError)(refused)
    app.exception_handler(Exception)(broken)
    app.state.body_limits = service.body_limits
    add_routes(app, service)
    for routes in sorted(entry_points(group="onrecord.routes"), key=lambda e: e.name):  # of rooms that this one may not import
        routes.load()(app, service)
    return app


def add_routes(app: FastAPI, service: Service) -> None:
    @app.post("/v1/ask", response_model=AnswerBody, summary="Answer a question, or abstain")
    def ask(body: AskBody) -> Any:
        service.require_ready()
        history = [Message(m.role, m.content) for m in body.history]
        filters = Filters(body.since, body.until, body.publisher, body.speaker)
        with service.turn:
            return asdict(answer_turn(service.assistant, body.question, history, body.as_of, filters).answer)

    @app.get("/v1/articles/{article_id}", response_model=ArticleBody, summary="A stored article, and a passage of it")
    def article(article_id: str, version: int | None = None, start: int | None = None, end: int | None = None) -> Any:
        found = service.store.archive.article(article_id, version)
        return asdict(found) | {"passage": passage(found.text, start, end)}

    @app.get("/healthz", response_model=StateBody, summary="The process lives")
    def healthz() -> Any:
        return {"state": "alive"}

    @app.get("/readyz", response_model=StateBody, summary="Questions can be answered")
    def readyz(response: Response) -> Any:
        response.status_code = 200 if service.state == "ready" else 503
        return {"state": service.state}


def passage(text: str, start: int | None, end: int | None) -> str | None:
    """`text[start:end]` in code points, None where no range was given.

    Raises:
        BadInput: half a range, or one outside the text.
    """
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise BadInput(f"start and end must hold 0 ≤ start < end ≤ {len(text)}, the length of the text in code points")
    return text[start:end]


def lifespan(service: Service) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        builder = threading.Thread(target=service.catch_up, name="catch-up")
        builder.start()
        yield
        service.stopping.set()
        builder.join()
        for task in service.tasks:
            task.stop()

    return run


async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Bounds a body by its declared length (a body without one is refused), and sets headers on every answer."""
    length = request.headers.get("content-length")
    limit = request.app.state.body_limits.get(request.url.path, MAX_BODY_BYTES)
    if request.method == "POST" and (length is None or not length.isdigit()):
        response: Response = error(411, "BadInput", "send a Content-Length")
    elif length is not None and length.isdigit() and int(length) > limit:
        response = error(413, "BadInput", f"the body is larger than {limit} bytes")
    else:
        response = await call_next(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def error(status: int, kind: str, message: str) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_SECONDS)} if status in (429, 503) else None
    return JSONResponse({"error": {"type": kind, "message": message}}, status, headers=headers)


async def told(_: Request, e: Exception) -> JSONResponse:
    return error(getattr(e, "status", 500), type(e).__name__, str(e))


async def refused(_: Request, e: Exception) -> JSONResponse:
    first = e.errors()[0] if isinstance(e, RequestValidationError) else {"loc": (), "msg": str(e)}
    where = ".".join(str(x) for x in first["loc"] if x != "body")
    return error(422, "BadInput", f"{where or 'the body'}: {first['msg']}")


async def broken(_: Request, e: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=e)
    return error(500, "InternalError", "something broke here; the server's log says what")


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM, then close the index cleanly.

    Raises:
        BadInput: the address is not loopback: keys, which an open address needs, come in a later release.
        HomeInUse: another process holds the home.
    """
    if host not in LOOPBACK:
        raise BadInput(f"{host} is not a loopback address; there are no keys yet, so only 127.0.0.1, ::1 and localhost are served")
    with open_store(settings.home, settings.embedding_model) as store:
        app = make_app(Service(store, settings))
        uvicorn.run(app, host=host, port=port, log_level="info", timeout_graceful_shutdown=GRACE_SECONDS)
