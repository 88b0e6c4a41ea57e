"""A page at a running server, driven as a reader would, with everything it asked for recorded."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ANSWER_MS = 60_000  # the first answer of a server loads its models, on a busy machine slowly


class Desk:
    """Args: api: a client of the same server, to set things up and to compare with."""

    def __init__(self, page: Page, api: httpx.Client) -> None:
        self.page, self.api = page, api
        self.asked_of: set[str] = set()  # origins
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda r: self.asked_of.add(origin(r.url)))
        page.on("dialog", lambda d: (self.dialogs.append(d.message), d.dismiss()))
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" and "status of" not in m.text else None)

    def open(self, path: str = "/") -> None:
        self.page.goto(str(self.api.base_url.join(path)))

    def ask(self, question: str) -> None:
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")

    def answered(self, turns: int = 1) -> None:
        """Returns when so many turns are answered."""
        self.page.locator(".turn .actions .bar").nth(turns - 1).wait_for(timeout=ANSWER_MS)

    def stored(self) -> dict[str, Any]:
        """The conversation that is open, as the API gives it."""
        return self.api.get(f"/v1/conversations/{self.page.url.rpartition('/')[2]}").raise_for_status().json()

    def marked(self) -> str:
        self.page.locator("mark").wait_for()
        return self.page.evaluate("document.querySelector('mark').textContent")


@contextmanager
def desk(browser: Browser, api: httpx.Client, viewport: Any = WIDE, **options: Any) -> Iterator[Desk]:
    """Fails where the page asked anything of another origin, or broke."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
    context.set_default_timeout(10_000)
    made = Desk(context.new_page(), api)
    yield made
    context.close()
    assert made.asked_of <= {origin(str(api.base_url))}, made.asked_of
    assert not made.errors and not made.dialogs, json.dumps([made.errors, made.dialogs])


def origin(url: str) -> str:
    parts = urlsplit(url.removeprefix("blob:"))
    return f"{parts.scheme}://{parts.netloc}"


def take_in(api: httpx.Client, articles: list[dict[str, Any]]) -> dict[str, Any]:
    """The finished job."""
    job = api.post("/v1/articles", json=articles).raise_for_status().json()
    with api.stream("GET", f"/v1/jobs/{job['job_id']}", headers={"Accept": "text/event-stream"}) as events:
        for _ in events.iter_lines():
            pass
    return api.get(f"/v1/jobs/{job['job_id']}").json()
