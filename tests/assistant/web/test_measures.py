"""What the page costs and how still it stands, measured in chromium: weight of the JavaScript of each view, layout shifts, first paint.

Weights and shifts have exact bounds. Times depend on the machine, and are printed only (`pytest -rP`).
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Response

from onrecord.assistant.api.service import Service
from onrecord.assistant.api.sse import sse_event
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import PHONE, WIDE, Desk, desk
from tests.assistant.web.test_access import VIEWS, welcome
from tests.serving import serving

MAX_JS = 120 * 1024  # bytes, unpacked, of all that a view loads
MAX_SHIFT = 0.0  # layout-shift score of what the reader did not cause
QUESTION = "Who fired the first shots at Hrabin Ford?"
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const e of list.getEntries())
    window.shifts.push({ value: e.value, moved: e.sources.map((s) => [s.node?.className ?? s.node?.nodeName, s.previousRect.y, s.currentRect.y]) });
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = tmp_path_factory.mktemp("empty")
    with (
        open_store(home, DEFAULT_MODEL) as store,
        serving(Service({"default": store}, Settings(home=home))) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("view", VIEWS, ids=lambda v: v.__name__)
def test_the_javascript_of_a_view_weighs_little(browser: Browser, api: httpx.Client, view: Callable[[Desk], None]) -> None:
    weigh(browser, api, view)


@pytest.mark.parametrize("address", ["/", "/#archive", "/#add"])
def test_the_javascript_of_an_empty_archive_weighs_little(browser: Browser, empty_archive: httpx.Client, address: str) -> None:
    def empty(desk: Desk) -> None:
        desk.open(address)
        desk.page.locator(".drop").wait_for()
        desk.page.wait_for_load_state("networkidle")

    weigh(browser, empty_archive, empty)


def weigh(browser: Browser, api: httpx.Client, view: Callable[[Desk], None]) -> None:
    """Fails where the view loads too much JavaScript."""
    with desk(browser, api) as made:
        scripts: list[Response] = []
        made.page.on("response", lambda r: scripts.append(r) if r.request.resource_type == "script" else None)
        view(made)
        weights = {s.url: len(s.body()) for s in scripts}
        total = sum(weights.values())
        paint = made.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        print(f"{view.__name__}: {total / 1024:.1f} KB of JavaScript in {len(weights)} files; first contentful paint after {paint:.0f} ms")
        heaviest = sorted(((size, url.partition("/assets/")[2]) for url, size in weights.items()), reverse=True)[:5]
        assert 0 < total <= MAX_JS, heaviest


@pytest.fixture
def events(api: httpx.Client) -> list[tuple[str, Any]]:
    """The events of a real answer with several sentences and a dispute."""
    found, name = [], ""
    with api.stream("POST", "/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}) as lines:
        for line in lines.iter_lines():
            field, _, value = line.partition(": ")
            name = value if field == "event" else name
            if field == "data":
                found.append((name, json.loads(value)))
    assert sum(n == "claim" for n, _ in found) > 1
    return found


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_while_an_answer_streams(browser: Browser, api: httpx.Client, viewport: Any, events: list[tuple[str, Any]]) -> None:
    """The stages and sentences come one by one, as from a slow chat model. What stands above stays where it is."""
    with desk(browser, api, viewport) as made:
        made.page.add_init_script(WATCH)
        made.page.add_init_script(slow_fetch(events))
        welcome(made)
        made.ask(QUESTION)
        made.page.locator(".turn").wait_for()
        made.page.wait_for_timeout(700)  # what a press causes within half a second is its answer, and no shift
        made.page.evaluate("window.shifts = []")
        for _ in events:
            made.page.wait_for_timeout(150)
            made.page.evaluate("window.nextEvent()")
        made.answered()
        made.page.wait_for_timeout(300)
        shifts = made.page.evaluate("window.shifts")
        print(f"layout shift while streaming: {sum(s['value'] for s in shifts):.4f} in {len(shifts)} shifts")
        assert sum(s["value"] for s in shifts) <= MAX_SHIFT, shifts


def slow_fetch(events: list[tuple[str, Any]]) -> str:
    """Answers a question with these events, each when `nextEvent()` is called."""
    blocks = [sse_event(json.dumps(data), name, f"run-{n}").decode() for n, (name, data) in enumerate(events, 1)]
    return f"""
    const blocks = {json.dumps(blocks)}, real = fetch;
    window.fetch = (path, options) => {{
      if (path !== "/v1/ask") return real(path, options);
      const body = new ReadableStream({{ start: (c) => (window.nextEvent = () => (c.enqueue(new TextEncoder().encode(blocks.shift())), blocks.length || c.close())) }});
      return Promise.resolve(new Response(body, {{ headers: {{ "Content-Type": "text/event-stream" }} }}));
    }};
    """
