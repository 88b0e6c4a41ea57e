"""`/openapi.json` and `/docs`: the API's description for machines and for people. The page is one file without scripts. It loads nothing
from other servers."""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from onrecord.assistant.api.errors import MEANINGS, documented

TAGS = [
    {"name": "ask", "description": "Ask questions, or check a text with the gate alone."},
    {"name": "openai", "description": "The same answers for apps that use OpenAI's API. Errors also have its `param` and `code`."},
    {"name": "conversations", "description": "Stored questions and answers. A key can read only its own."},
    {"name": "articles", "description": "Add, search, read and retract articles."},
    {"name": "health", "description": "For monitoring. These routes need no key."},
]
SUCCESS = {"200": "Success.", "201": "Created.", "202": "Accepted; follow the job for the outcome.", "204": "Done; the response has no body."}
METHODS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, Any]
MARKDOWN = MarkdownIt("commonmark", {"html": False})


def add_docs(app: FastAPI) -> None:
    """Add the two routes. Call this after all other routes are added, because the description lists only routes that exist by then."""
    spec = add_responses(get_openapi(title=app.title, version=app.version, description=app.description, tags=TAGS, routes=app.routes))
    app.openapi = lambda: spec  # type: ignore[method-assign]
    html = render_page(spec)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(html, headers={"Content-Security-Policy": f"default-src 'none'; style-src '{style_hash(html)}'; base-uri 'none'; frame-ancestors 'none'"})


def add_responses(spec: Schema) -> Schema:
    """Add to each operation the errors that its key, its parameters or its body can cause."""
    for _, _, route in operations(spec):
        statuses = {int(status) for status, response in route["responses"].items() if "content" not in response} & MEANINGS.keys()
        statuses |= {401, 403, 404, 429} if "security" in route else set()
        statuses |= {422} if "parameters" in route else set()
        statuses |= {400, 411, 413, 422, 507} if "requestBody" in route else set()
        for status in route["responses"].keys() & SUCCESS.keys():
            if route["responses"][status]["description"] == "Successful Response":
                route["responses"][status]["description"] = SUCCESS[status]
        route["responses"] = dict(sorted((route["responses"] | {str(status): documented(status) for status in statuses}).items()))
    for unused in ("HTTPValidationError", "ValidationError"):
        spec["components"]["schemas"].pop(unused, None)
    return spec


def operations(spec: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Each operation as (method, path, operation)."""
    for path, methods in spec["paths"].items():
        for method in METHODS:
            if method in methods:
                yield method, path, methods[method]


def style_hash(html: str) -> str:
    style = html.partition("<style>")[2].partition("</style>")[0]
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def render_page(spec: Schema) -> str:
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters |= {
        "markdown": lambda text: Markup(MARKDOWN.render(text or "")),
        "inline_markdown": lambda text: Markup(MARKDOWN.renderInline(text or "")),
        "json": lambda value, indent=None: json.dumps(value, ensure_ascii=False, indent=indent),
    }
    return templates.get_template("docs.html.j2").render(spec=spec, operations=list(operations(spec)))
