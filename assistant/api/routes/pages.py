"""The chat page with its style sheets, scripts and icon. All its addresses get the same document, except a shared conversation, which has a
page of its own. They load nothing from other servers."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse

from onrecord.assistant.api.errors import handle_http_error
from onrecord.vectorstore.errors import NotFound

WEB = Path(__file__).parents[2] / "web"
MEDIA_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_pages(app: FastAPI) -> None:
    # A request looks its path up in this dictionary and never in the file system. So no path can lead out of the folder.
    files = {p.relative_to(WEB).as_posix(): p for p in WEB.rglob("*") if p.suffix in MEDIA_TYPES}

    @app.get("/", include_in_schema=False)
    @app.get("/c/{conversation_id}", include_in_schema=False)
    @app.get("/a/{article_id}", include_in_schema=False)
    def page() -> Response:
        return file_response(files["index.html"])

    @app.get("/s/{token}", include_in_schema=False)
    def shared_page() -> Response:
        return file_response(files["shared.html"])

    @app.exception_handler(404)
    async def unknown(request: Request, e: Exception) -> Response:
        """A browser gets the page, which says that there is nothing; programs get the error as JSON."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return file_response(files["index.html"], 404)
        return await handle_http_error(request, e)

    @app.get("/assets/{path:path}", include_in_schema=False)
    def asset(path: str) -> Response:
        if path not in files:
            raise NotFound(f"the page has no file {path!r}")
        return file_response(files[path])


def file_response(path: Path, status: int = 200) -> Response:
    return FileResponse(path, status, media_type=MEDIA_TYPES[path.suffix], headers=HEADERS)
