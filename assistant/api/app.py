"""The HTTP API: the same turn as every other door, and the stored articles that its citations point into."""

import signal
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from importlib.metadata import entry_points, version

import uvicorn
from fastapi import FastAPI, Response
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from onrecord.assistant.api import openai
from onrecord.assistant.api.access import LOOPBACK, Guard, Keys
from onrecord.assistant.api.errors import add_handlers
from onrecord.assistant.api.routes import ROUTES, add_docs, add_pages
from onrecord.assistant.api.schemas import StateBody
from onrecord.assistant.api.service import Service
from onrecord.assistant.mcp import McpDoor
from onrecord.vectorstore.embedding import load_embedder
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import Settings, collection_folder, collections_in
from onrecord.vectorstore.store import open_store

GRACE_SECONDS = 5  # for requests under way when the server ends; who follows a job could keep it for hours
DESCRIPTION = """Ask a collection of news articles. Every sentence of an answer cites its source to the letter, says who said it, and has passed
a gate. A citation is `{article_id, version, start, end}` in code points: `GET /v1/articles/{article_id}?version=…` gives the text that it cuts.

Errors are `{"error": {"type", "message"}}`; the message says what to do. 429 and 503 say when in `Retry-After`."""


def make_app(service: Service) -> FastAPI:
    mcp = McpDoor(service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.open():
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
    for routes in sorted(entry_points(group="onrecord.routes"), key=lambda e: e.name):  # of rooms that this one may not import
        routes.load()(app, service)
    add_docs(app)
    settings = service.settings
    if settings.cors_origins:
        app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_methods=["*"], allow_headers=["*"], expose_headers=["Retry-After", "Mcp-Session-Id"])
    hosts = None if service.keys_needed and not settings.hosts else (*LOOPBACK, *settings.hosts)
    app.add_middleware(Guard, body_limits=service.body_limits, hosts=hosts, origins=settings.cors_origins)
    return app


def add_health(app: FastAPI, service: Service) -> None:
    @app.get("/healthz", response_model=StateBody, summary="The process lives", tags=["health"])
    def healthz() -> dict[str, str]:
        return {"state": "alive"}

    @app.get("/readyz", response_model=StateBody, responses={503: {"model": StateBody, "description": "Not yet, or not any more."}}, summary="Questions can be answered", tags=["health"])
    def readyz(response: Response) -> dict[str, str]:
        response.status_code = 200 if service.state == "ready" else 503
        return {"state": service.state}


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM, then close the index cleanly. All collections are served, each to its keys.

    Raises:
        BadInput: the address is not loopback, or a proxy's names are set, and there is no key.
        HomeInUse: another process holds the home.
    """
    keys_needed = host not in LOOPBACK or bool(settings.hosts)
    if keys_needed and not Keys(settings.home).all():
        raise BadInput(f"whoever reaches {host} could read everything: make a key first, onrecord keys add NAME, or serve 127.0.0.1")
    with ExitStack() as opened:
        embedder = load_embedder(settings.embedding_model)
        names = sorted({*collections_in(settings.home), settings.collection, *(k.collection for k in Keys(settings.home).all())})
        stores = {n: opened.enter_context(open_store(collection_folder(settings.home, n), settings.embedding_model, embedder)) for n in names}
        service = Service(stores, settings, keys_needed)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn sends it once more when it has ended: the stores are closed then
        try:
            uvicorn.run(make_app(service), host=host, port=port, log_level="info", timeout_graceful_shutdown=GRACE_SECONDS)
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends already, and shall close the indexes whole
            service.stop()  # a second Ctrl-C skips the app's own ending
