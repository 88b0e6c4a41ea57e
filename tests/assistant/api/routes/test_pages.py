"""The chat page's document and files: one page for all its addresses, nothing else of the disk, and a policy that lets nothing in."""

from collections.abc import Iterator

import httpx
import pytest

from onrecord.assistant.api.routes.pages import WEB
from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving


@pytest.fixture(scope="module")
def client(newsroom: Store) -> Iterator[httpx.Client]:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


@pytest.mark.parametrize("path", ["/", "/c/abc", "/a/abc?version=1&start=0&end=5"])
def test_every_address_of_the_page_serves_the_document(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.text == (WEB / "index.html").read_text("utf-8")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy and "http" not in policy


def test_all_files_of_the_page_are_served_and_no_others(client: httpx.Client) -> None:
    for path in WEB.iterdir():
        response = client.get(f"/assets/{path.name}")
        assert response.content == path.read_bytes() and response.headers["content-type"].split(";")[0] in (
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml",
        )
    for name in ("nothing.js", "..%2Fapi%2Fapp.py", "%2e%2e/api/app.py", "%2Fetc%2Fpasswd"):
        assert client.get(f"/assets/{name}").status_code == 404
