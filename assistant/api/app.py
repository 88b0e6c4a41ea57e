"""The HTTP server: all routes in one FastAPI app, and `serve`, which runs it."""

import signal
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, nullcontext
from importlib.metadata import entry_points, version

from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from onrecord.assistant.api import openai
from onrecord.assistant.api.access import LOOPBACK, Guard, opened_keys
from onrecord.assistant.api.errors import add_handlers
from onrecord.assistant.api.metrics import METRICS_TYPE
from onrecord.assistant.api.request_log import REQUEST_ID, RequestLog
from onrecord.assistant.api.routes import ROUTES, add_docs, add_pages
from onrecord.assistant.api.schemas import StateBody
from onrecord.assistant.api.service import Caller, Service
from onrecord.assistant.listening import run_server, url_of
from onrecord.assistant.mcp import McpApp
from onrecord.vectorstore.embedding import load_embedder
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.served import ANSWERING
from onrecord.vectorstore.server_record import ServerRecord, recorded_server
from onrecord.vectorstore.settings import Settings, collection_folder, collections_in
from onrecord.vectorstore.store import open_store

GRACE_SECONDS = 5  # time for requests in progress when the server stops; a client that follows a job could otherwise delay the end for hours
DESCRIPTION = """Ask a collection of news articles. Every sentence of an answer cites its source verbatim, names its speaker, and has passed a
gate. A citation is `{article_id, version, start, end}` in code points of the text that `GET /v1/articles/{article_id}?version=…` returns.

Errors are `{"error": {"type", "message"}}`; the message says what to do. With 429 and 503, `Retry-After` has the seconds to wait. Every
response has an `X-Request-ID`. The server's log names the request by this id."""


def make_app(service: Service) -> FastAPI:
    mcp = McpApp(service, stateless=service.shared is not None)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.running():
            service.start()
            yield
        service.stop()

    app = FastAPI(
        title="On Record",
        version=version("onrecord"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    add_handlers(app)
    app.router.routes.append(Route("/mcp", mcp))
    for add_routes in (*ROUTES, openai.add_routes):
        add_routes(app, service)
    add_health(app, service)
    add_pages(app)
    for routes in sorted(entry_points(group="onrecord.routes"), key=lambda e: e.name):  # routes of rooms that the assistant may not import
        routes.load()(app, service)
    add_docs(app)
    settings = service.settings
    if settings.cors_origins:
        app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["*"], allow_headers=["*"], expose_headers=["Retry-After", "Mcp-Session-Id", REQUEST_ID])
    hosts = None if service.keys_needed and not settings.hosts else (*LOOPBACK, *settings.hosts)
    app.add_middleware(Guard, body_limits=service.body_limits, hosts=hosts, origins=settings.cors_origins)
    app.add_middleware(RequestLog)  # the layer that is added last is the outermost
    return app


def add_health(app: FastAPI, service: Service) -> None:
    watching = service.caller("admin")

    @app.get("/metrics", response_class=PlainTextResponse, summary="Figures for Prometheus", tags=["health"])
    def metrics(caller: Caller = watching) -> Response:
        return Response(service.metrics.exposition(), media_type=METRICS_TYPE)

    @app.get("/healthz", response_model=StateBody, summary="Check that the process runs", tags=["health"])
    def healthz() -> dict[str, str]:
        return {"state": "alive"}

    @app.get("/readyz", response_model=StateBody, responses={503: {"model": StateBody, "description": "Not ready yet, or stopping."}}, summary="Check that questions can be answered", tags=["health"])
    def readyz(response: Response) -> dict[str, str]:
        response.status_code = 200 if (state := service.state) in ANSWERING else 503
        return {"state": state}


def serve(settings: Settings, host: str, bound: socket.socket, announces: bool = True) -> None:
    """Serve all collections until Ctrl-C or SIGTERM, then close their indexes cleanly. Commands of this machine find the server by its record in the home.

    Args:
        host: the address as the user named it.
        bound: a socket of this address. Several processes may have it.
        announces: whether to print the address.

    Raises:
        BadInput: keys are needed, because the address is not loopback or ONRECORD_HOSTS is set, but there is no key.
        HomeInUse: another process uses the home.
    """
    keys_needed = host not in LOOPBACK or bool(settings.hosts)
    with opened_keys(settings) as keys:
        of_keys = {key.collection for key in keys.all()}
    if keys_needed and not of_keys:
        raise BadInput(f"without keys, anyone who can reach {host} could read everything; make a key first, onrecord keys add NAME, or serve 127.0.0.1")
    with ExitStack() as open_stores:
        embedder = load_embedder(settings.embedding_model)
        names = sorted({*collections_in(settings.home), settings.collection, *of_keys})
        chroma = settings.chroma_server
        stores = {n: open_stores.enter_context(open_store(collection_folder(settings.home, n), settings.embedding_model, embedder, settings.database_of(n), chroma)) for n in names}
        service = Service(stores, settings, keys_needed)
        record = ServerRecord(url_of(bound), {name: key for key, name in service.own_keys.items()})
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # after it has stopped, uvicorn sends the signal again; the signal must not kill the process while stores are open
        try:
            is_shared = bool(settings.database and chroma)  # then commands need no server that holds the home
            with nullcontext() if is_shared else recorded_server(settings.home, record):
                run_server(make_app(service), bound, GRACE_SECONDS, f"open {record.url}" if announces else "")
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # already shutting down; let the indexes close cleanly
            service.stop()  # a second Ctrl-C skips the shutdown in `lifespan`
