"""Where the server wants a key, the page asks for one, once, and keeps it for its tab alone. The archive behind it is empty, and says so."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from onrecord.assistant.api.access.keys import Keys
from onrecord.assistant.api.service import Service
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import Desk, desk
from tests.assistant.web.reading import axe_findings
from tests.serving import serving


@pytest.fixture
def locked(browser: Browser, tmp_path: Path) -> Iterator[tuple[Desk, str]]:
    key = Keys(tmp_path).add("desk", ("ask",), "default")
    with ExitStack() as opened:
        store = opened.enter_context(open_store(tmp_path, DEFAULT_MODEL))
        url = opened.enter_context(serving(Service({"default": store}, Settings(home=tmp_path), keys_needed=True)))
        api = opened.enter_context(httpx.Client(base_url=url))
        yield opened.enter_context(desk(browser, api)), key


def test_a_key_is_asked_for_and_an_empty_archive_says_so(locked: tuple[Desk, str]) -> None:
    at_desk, key = locked
    at_desk.open()
    dialog = at_desk.page.get_by_role("dialog")
    for tried, told in (("wrong", "Enter your access key."), (key, "This key was not accepted.")):
        expect(dialog).to_contain_text(told)
        assert not axe_findings(at_desk.page)
        expect(at_desk.page.get_by_label("Key", exact=True)).to_be_focused()
        at_desk.page.get_by_label("Key", exact=True).fill(tried)
        at_desk.page.get_by_role("button", name="Use this key").click()
    expect(at_desk.page.locator(".welcome-rest")).to_contain_text("Start with some articles")
    expect(at_desk.page.get_by_role("dialog")).to_have_count(0)
    at_desk.page.reload()
    expect(at_desk.page.locator(".welcome-rest")).to_contain_text("Start with some articles")
    assert at_desk.page.evaluate("JSON.stringify(localStorage)").find(key) == -1
    at_desk.page.get_by_role("link", name="Archive", exact=True).click()
    expect(at_desk.page.locator(".archive")).to_contain_text("Start with some articles")
