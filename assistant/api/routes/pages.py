"""The chat page: one document for all its addresses, and the files it is made of. Nothing of it loads from anywhere else."""

from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse

from onrecord.vectorstore.errors import NotFound

WEB = Path(__file__).parents[2] / "web"
KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_pages(app: FastAPI) -> None:
    files = {p.name: p for p in WEB.iterdir() if p.suffix in KINDS}

    @app.get("/", include_in_schema=False)
    @app.get("/c/{conversation_id}", include_in_schema=False)
    @app.get("/a/{article_id}", include_in_schema=False)
    def page() -> Response:
        return served(files["index.html"])

    @app.get("/assets/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in files:
            raise NotFound(f"the page has no file {name!r}")
        return served(files[name])


def served(path: Path) -> Response:
    return FileResponse(path, media_type=KINDS[path.suffix], headers=HEADERS)
