"""The chat page: one document for all its addresses, its files and no others, and a policy that lets nothing in from outside."""

from collections.abc import Iterator

import httpx
import pytest

from onrecord.assistant.api.routes.pages import MEDIA_TYPES, WEB
from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


@pytest.mark.parametrize(("path", "document"), [("/", "index.html"), ("/c/abc", "index.html"), ("/a/abc?version=1&start=0&end=5", "index.html"), ("/s/abc", "shared.html")])
def test_every_address_of_the_page_serves_the_document(client: httpx.Client, path: str, document: str) -> None:
    response = client.get(path)
    assert response.text == (WEB / document).read_text("utf-8") and response.headers["referrer-policy"] == "no-referrer"
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy and "http" not in policy


def test_every_file_of_the_page_is_served(client: httpx.Client) -> None:
    paths = [p for p in WEB.rglob("*") if p.is_file()]
    assert len(paths) > 30
    for path in paths:
        response = client.get(f"/assets/{path.relative_to(WEB).as_posix()}")
        assert response.content == path.read_bytes()
        assert response.headers["content-type"].split(";")[0] == MEDIA_TYPES[path.suffix].split(";")[0]


@pytest.mark.parametrize("path", ["nothing.js", "js", "js/", "..%2Fapi%2Fapp.py", "%2e%2e/api/app.py", "js/%2e%2e/index.html", "js/%2e%2e/%2e%2e/api/app.py", "%2Fetc%2Fpasswd", "/etc/passwd"])
def test_no_other_file_is_served(client: httpx.Client, path: str) -> None:
    response = client.get(f"/assets/{path}", follow_redirects=False)
    assert response.status_code == 404
