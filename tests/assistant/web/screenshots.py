"""The pictures of README: the page over the sample newsroom, wide, dark and on a phone. Run as a module; needs chromium.

With `--all`: every view at three widths, light and dark, as PNG to look at.
"""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from onrecord.assistant.api.service import Service
from onrecord.evals.suite.cases import corpus
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import PHONE, Desk, desk, take_in
from tests.serving import serving

PICTURE = {"width": 1360, "height": 820}
CONFLICT = "How many Ishkaran tanks were destroyed in the battle for the Tarsk bridge?"
CLAIMS = "Who fired the first shots at Hrabin Ford?"


def answer_and_source(desk: Desk, question: str, marker: int) -> None:
    desk.open()
    desk.ask(question)
    desk.answered()
    desk.page.locator(".claim .marker").nth(marker).click()
    desk.marked()


def phone(desk: Desk) -> None:
    desk.open()
    desk.ask(CONFLICT)
    desk.answered()


def pictures(browser: Browser, api: httpx.Client, folder: Path) -> None:
    with desk(browser, api, PICTURE, color_scheme="light") as made:
        answer_and_source(made, CONFLICT, 1)
        save(made, folder / "answer-light.jpg")
    with desk(browser, api, PICTURE, color_scheme="dark") as made:
        answer_and_source(made, CLAIMS, 0)
        save(made, folder / "answer-dark.jpg")
    with desk(browser, api, PHONE, color_scheme="light") as made:
        phone(made)
        save(made, folder / "phone.jpg")


QUESTIONS = {
    "number": "How many people died in the Tarnsund flood?",
    "who-said": "What did Jana Ritvel say about Hrabin Ford?",
    "conflict": CONFLICT,
    "timeline": "How did the death toll of the Tarnsund flood develop?",
    "abstention": "What is the boiling point of tungsten carbide?",
    "summary": "Summarise what happened at the Ferrygate Bridge.",
}
VIEWPORTS = {"phone": {"width": 360, "height": 780}, "tablet": {"width": 820, "height": 1100}, "desk": {"width": 1440, "height": 900}}
PLACES = {
    "welcome": "/",
    "archive": "/#archive",
    "search": "/#archive?text=flood",
    "people": "/#archive/people",
    "person": "/#archive/people?name=Jana+Ritvel",
    "outlets": "/#archive/outlets",
    "add": "/#add",
    "unknown": "/no/such/page",
}


def addresses(api: httpx.Client) -> dict[str, str]:
    """The address of each view, by its name. Each question is asked in a conversation of its own."""
    found = dict(PLACES)
    for name, question in QUESTIONS.items():
        conversation = api.post("/v1/conversations", json={}).json()["conversation_id"]
        answer = api.post("/v1/ask", json={"question": question, "conversation_id": conversation, "as_of": "2026-05-25"}).raise_for_status().json()
        found[name] = f"/c/{conversation}"
        found |= {"source": addresses_of(answer)} if name == "conflict" else {}
        found |= {"shared": api.post(f"/v1/conversations/{conversation}/share").json()["path"]} if name == "conflict" else {}
    story = {"title": "Pier closed", "publisher": "Harbour Times", "url": "https://harbourtimes.example/pier"}
    for day in "Monday", "Tuesday":
        take_in(api, [story | {"text": f"The old pier of Hallin will be closed from {day} on, said harbour master Ole Dunst, because 14 planks are missing."}])
    (pier,) = (a for a in api.get("/v1/articles", params={"text": "planks"}).json()["articles"] if a["title"] == "Pier closed")
    return found | {"diff": f"/a/{pier['article_id']}?version={pier['version']}&changes={pier['version'] - 1}"}


def addresses_of(answer: dict[str, Any]) -> str:
    c = answer["citations"][0]
    return f"/a/{c['article_id']}?version={c['version']}&start={c['start']}&end={c['end']}"


def save_views(browser: Browser, api: httpx.Client, views: Mapping[str, str], folder: Path, settle_ms: int = 1500) -> None:
    for width, viewport in VIEWPORTS.items():
        for scheme in "light", "dark":
            with desk(browser, api, viewport, color_scheme=scheme) as made:
                for name, address in views.items():
                    made.open("/no/such/page")  # so that a change of the fragment alone opens the page again
                    made.open(address)
                    made.page.wait_for_timeout(settle_ms)
                    made.page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")


def save_paper(browser: Browser, api: httpx.Client, address: str, folder: Path) -> None:
    with desk(browser, api) as made:
        made.open(address)
        made.answered()
        made.page.pdf(path=folder / "print.pdf")


def save_beginning(browser: Browser, folder: Path) -> None:
    """An empty archive, and the sample newsroom on its way."""
    with (
        tempfile.TemporaryDirectory() as home,
        open_store(Path(home), DEFAULT_MODEL) as store,
        serving(Service({"default": store}, Settings(home=Path(home)))) as url,
        httpx.Client(base_url=url, timeout=60) as api,
    ):
        save_views(browser, api, {"empty": "/"}, folder)
        api.post("/v1/sample").raise_for_status()
        save_views(browser, api, {"sample": "/"}, folder, 800)


def save(desk: Desk, path: Path) -> None:
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.screenshot(path=path, type="jpeg", quality=70)


def main(folder: Path, every: bool) -> None:
    chromium = shutil.which("chromium") or sys.exit("there is no chromium here: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, open_store(Path(home), DEFAULT_MODEL) as store, sync_playwright() as playwright:
        ingest(store, [corpus() / "articles"])
        browser = playwright.chromium.launch(executable_path=chromium)
        with serving(Service({"default": store}, Settings(home=Path(home)))) as url, httpx.Client(base_url=url, timeout=60) as api:
            if every:
                views = addresses(api)
                save_views(browser, api, views, folder)
                save_paper(browser, api, views["conflict"], folder)
                save_beginning(browser, folder)
            else:
                pictures(browser, api, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--all" in sys.argv)
