"""`/openapi.json` and `/docs`: what the API offers, for machines and for people. The page is one file without a script and asks nothing of
any other server."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from onrecord.assistant.api.errors import MEANINGS, documented

TAGS = [
    {"name": "ask", "description": "Questions, and the gate on its own."},
    {"name": "openai", "description": "The same answers for apps that speak OpenAI's API; errors have its `param` and `code` too."},
    {"name": "conversations", "description": "What was asked and answered, kept for who asked."},
    {"name": "articles", "description": "The archive: taken in, searched, read, retracted."},
    {"name": "health", "description": "For whoever watches the server; without a key."},
]
DONE = {"200": "What was asked for.", "201": "It is made.", "202": "It is taken; the job says what becomes of it.", "204": "It is done."}
METHODS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, Any]
markdown = MarkdownIt("commonmark", {"html": False})


def add_docs(app: FastAPI) -> None:
    """After all routes."""
    spec = described(get_openapi(title=app.title, version=app.version, description=app.description, tags=TAGS, routes=app.routes))
    app.openapi = lambda: spec  # type: ignore[method-assign]
    html = page(spec)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(html, headers={"Content-Security-Policy": f"default-src 'none'; style-src '{style_hash(html)}'; base-uri 'none'; frame-ancestors 'none'"})


def described(spec: Schema) -> Schema:
    """With the errors that follow from what a route is: one behind a key, one with parameters, one with a body."""
    for _, _, route in operations(spec):
        statuses = {int(status) for status, response in route["responses"].items() if "content" not in response} & MEANINGS.keys()
        statuses |= {401, 403, 404, 429} if "security" in route else set()
        statuses |= {422} if "parameters" in route else set()
        statuses |= {400, 411, 413, 422} if "requestBody" in route else set()
        for status in route["responses"].keys() & DONE.keys():
            if route["responses"][status]["description"] == "Successful Response":
                route["responses"][status]["description"] = DONE[status]
        route["responses"] = dict(sorted((route["responses"] | {str(status): documented(status) for status in statuses}).items()))
    for unused in ("HTTPValidationError", "ValidationError"):
        spec["components"]["schemas"].pop(unused, None)
    return spec


def operations(spec: Schema) -> Iterator[tuple[str, str, Schema]]:
    """(method, path, operation)"""
    for path, methods in spec["paths"].items():
        for method in METHODS:
            if method in methods:
                yield method, path, methods[method]


def style_hash(html: str) -> str:
    style = html.partition("<style>")[2].partition("</style>")[0]
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def page(spec: Schema) -> str:
    template = files("onrecord.assistant.api.routes").joinpath("docs.html").read_text("utf-8")
    info = spec["info"]
    parts = {
        "TITLE": escape(f"{info['title']} {info['version']}"),
        "DESCRIPTION": markdown.render(info["description"]),
        "ROUTES": "".join(section(spec, tag["name"], tag["description"]) for tag in spec["tags"]),
        "SCHEMAS": "".join(schema_html(name, schema) for name, schema in sorted(spec["components"]["schemas"].items())),
    }
    for name, html in parts.items():
        template = template.replace(f"{{{{{name}}}}}", html)
    return template


def section(spec: Schema, tag: str, description: str) -> str:
    routes = "".join(route_html(method, path, route) for method, path, route in operations(spec) if tag in route.get("tags", ()))
    return f"<section><h2>{escape(tag)}</h2><p>{escape(description)}</p>{routes}</section>"


def route_html(method: str, path: str, route: Schema) -> str:
    told = [f"<summary><b>{method.upper()}</b> <code>{escape(path)}</code> {escape(route['summary'])}</summary>", markdown.render(route.get("description", ""))]
    rows = [(p["name"], p["in"], type_html(p["schema"]) + (" required" if p.get("required") else ""), p.get("description", "")) for p in route.get("parameters", ())]
    told.append(table("Parameters", rows))
    for kind, body in route.get("requestBody", {}).get("content", {}).items():
        told.append(f"<p>Body <code>{kind}</code>: {type_html(body['schema'])}</p>")
    told.append(table("Answers", [answer_row(status, response) for status, response in route["responses"].items()]))
    return f'<details id="{escape(route["operationId"])}">{"".join(told)}</details>'


def answer_row(status: str, response: Schema) -> tuple[str, ...]:
    kinds = [f"<code>{kind}</code> {type_html(body.get('schema', {}))}" for kind, body in response.get("content", {}).items()]
    return status, "<br>".join(kinds), response["description"]


def schema_html(name: str, schema: Schema) -> str:
    required = schema.get("required", ())
    rows = [(n, "required" if n in required else "", type_html(p), p.get("description", "")) for n, p in schema.get("properties", {}).items()]
    examples = "".join(f"<pre>{escape(json.dumps(e, ensure_ascii=False, indent=2))}</pre>" for e in schema.get("examples", ()))
    return f'<h3 id="{escape(name)}">{escape(name)}</h3>{markdown.render(schema.get("description", ""))}{table("", rows)}{examples}'


def type_html(schema: Schema) -> str:
    """As HTML: `string | null`, `list of` a link to what it is a list of."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " | ".join(type_html(s) for s in schema["anyOf"])
    if "enum" in schema:
        return escape(" | ".join(json.dumps(v) for v in schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {type_html(schema.get('items', {}))}"
    return escape(schema.get("title", "object") if schema.get("type") == "object" else schema.get("type", "any"))


def table(heading: str, rows: Sequence[tuple[str, ...]]) -> str:
    """The first cell is a name, the last one Markdown, and what is between is HTML."""
    if not rows:
        return ""
    lines = "".join(f"<tr><td><code>{escape(first)}</code></td>{''.join(f'<td>{m}</td>' for m in middle)}<td>{markdown.renderInline(last)}</td></tr>" for first, *middle, last in rows)
    return f"<table><caption>{heading}</caption>{lines}</table>"
