"""The page in Debian's Chromium, over the sample newsroom and odd articles in a home of their own. Skipped where there is no Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from onrecord.assistant.api.service import Service
from onrecord.assistant.eval_summary import write_last_eval
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import Desk, desk, take_in
from tests.assistant.web.odd_articles import ODD_ARTICLES
from tests.providers import Provider
from tests.serving import serving


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Of the package, not of the session: while it is open, this thread has an event loop that other tests cannot run theirs beside."""
    if (found := shutil.which("chromium")) is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def provider() -> Iterator[Provider]:
    made = Provider("The lighthouse was switched off. " * 100, pause=0.2)
    yield made
    made.stop()


@pytest.fixture(scope="package")
def api(provider: Provider, newsroom_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = shutil.copytree(newsroom_home, tmp_path_factory.mktemp("desk") / "home")
    settings = Settings(home=home, models=("openai:m",), base_url=provider.base_url)
    write_last_eval(home, "newsroom", {"quotes_verbatim": {"value": 0.987, "n": 138, "low": 0.973, "high": 1.0}})
    with (
        open_store(home, DEFAULT_MODEL) as store,
        serving(Service({"default": store}, settings)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        assert not take_in(client, ODD_ARTICLES)["rejected"]
        yield client


@pytest.fixture
def at_desk(browser: Browser, api: httpx.Client) -> Iterator[Desk]:
    with desk(browser, api) as made:
        yield made
