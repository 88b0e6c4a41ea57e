"""The pictures of README: the page over the sample newsroom, wide, dark and on a phone. Run as a module; needs chromium."""

import shutil
import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from onrecord.assistant.api.service import Service
from onrecord.evals.suite.cases import corpus
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import PHONE, Desk, desk
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


def save(desk: Desk, path: Path) -> None:
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.screenshot(path=path, type="jpeg", quality=70)


def main(folder: Path) -> None:
    chromium = shutil.which("chromium") or sys.exit("there is no chromium here: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, open_store(Path(home), DEFAULT_MODEL) as store, sync_playwright() as playwright:
        ingest(store, [corpus() / "articles"])
        browser = playwright.chromium.launch(executable_path=chromium)
        with serving(Service({"default": store}, Settings(home=Path(home)))) as url, httpx.Client(base_url=url, timeout=60) as api:
            pictures(browser, api, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
