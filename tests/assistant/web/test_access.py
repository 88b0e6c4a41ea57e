"""Every view in both schemes and at three widths: axe finds nothing, and a screen reader is given each name, once."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from tests.assistant.web.desk import PHONE, WIDE, Desk, desk, take_in
from tests.assistant.web.reading import axe_findings, faults, phrases

STRIKE = "How many Norrhamar workers joined the strike on the first day?"
NARROW = {"width": 820, "height": 1100}


def answer(desk: Desk) -> None:
    desk.open()
    desk.ask(STRIKE)
    desk.answered()
    for fold in (".gate", ".conflict", ".sources"):
        desk.page.locator(f"{fold} summary").click()


def source(desk: Desk) -> None:
    answer(desk)
    desk.page.locator(".claim .marker").first.click()
    desk.marked()


def abstention(desk: Desk) -> None:
    desk.open()
    desk.ask("What is the boiling point of tungsten carbide?")
    desk.page.locator(".abstained").wait_for()


def error(desk: Desk) -> None:
    desk.open()
    desk.ask("?!")
    desk.page.locator(".trouble").wait_for()


def welcome(desk: Desk) -> None:
    desk.open()
    desk.page.locator(".latest").wait_for()
    desk.page.locator(".narrow summary").click()


def archive(desk: Desk) -> None:
    desk.open("/#archive")
    desk.page.locator(".archive .latest li").first.wait_for()


def people(desk: Desk) -> None:
    desk.open("/#archive/people")
    desk.page.locator(".people li").first.wait_for()


def outlets(desk: Desk) -> None:
    desk.open("/#archive/outlets")
    desk.page.locator("tbody tr").first.wait_for()


def incomplete(desk: Desk) -> None:
    desk.open("/#archive/incomplete")
    desk.page.locator(".incomplete li").first.wait_for()


def changes(desk: Desk) -> None:
    story = {"title": "Pier closed", "url": "https://harbourtimes.example/pier"}
    for day in "Monday", "Tuesday":
        take_in(desk.api, [story | {"text": f"The old pier of Hallin will be closed from {day} on, said harbour master Ole Dunst, because 14 planks are missing."}])
    (found,) = (a for a in desk.api.get("/v1/articles", params={"text": "planks"}).json()["articles"] if a["title"] == "Pier closed")
    desk.open(f"/a/{found['article_id']}?version={found['version']}&changes={found['version'] - 1}")
    desk.page.locator("ins").first.wait_for()


def retraction(desk: Desk) -> None:
    changes(desk)
    desk.page.get_by_role("button", name="Retract").click()


def unknown(desk: Desk) -> None:
    desk.open("/no/such/page")
    desk.page.get_by_text("There is no page here").wait_for()


def add(desk: Desk) -> None:
    desk.open("/#add")
    desk.page.locator("#files").wait_for(state="attached")


def shared(desk: Desk) -> None:
    conversation = desk.api.post("/v1/conversations", json={}).json()["conversation_id"]
    for question in STRIKE, "What is the boiling point of tungsten carbide?":
        desk.api.post("/v1/ask", json={"question": question, "conversation_id": conversation}).raise_for_status()
    desk.open(desk.api.post(f"/v1/conversations/{conversation}/share").json()["path"])
    desk.page.locator(".footnotes li").first.wait_for()


def settings(desk: Desk) -> None:
    desk.open()
    desk.page.get_by_role("button", name="Settings").click()
    desk.page.get_by_role("dialog").get_by_label("Answers written by").wait_for()


def palette(desk: Desk) -> None:
    answer(desk)
    desk.page.keyboard.press("Control+k")
    desk.page.get_by_role("option", name="Norrhamar").first.wait_for()


VIEWS: list[Callable[[Desk], None]] = [answer, source, abstention, error, welcome, archive, people, outlets, incomplete, changes, retraction, unknown, add, shared, settings, palette]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW, PHONE], ids=["wide", "narrow", "phone"])
def test_axe_finds_nothing_and_each_name_is_read_once(browser: Browser, api: httpx.Client, scheme: Any, viewport: Any) -> None:
    found = {}
    with desk(browser, api, viewport, color_scheme=scheme) as made:
        for view in VIEWS:
            view(made)
            found[view.__name__] = [*axe_findings(made.page), *faults(phrases(made.page))]
    assert not any(found.values()), "\n".join(f"{name}: {fault}" for name, view in found.items() for fault in view)


def test_each_sentence_of_an_answer_is_read_once(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask("Who fired the first shots at Hrabin Ford?")
    at_desk.answered()
    read = [p.name for p in phrases(at_desk.page) if p.role == "StaticText"]
    sentences = [c["text"].partition(" (")[0][:60] for c in at_desk.stored()["turns"][0]["answer"]["claims"]]
    assert sentences and all(sum(s in phrase for phrase in read) <= 1 for s in sentences), [s for s in sentences if sum(s in p for p in read) > 1]


def test_a_closed_door_is_found_by_the_test_of_names(at_desk: Desk) -> None:
    """The test can fail: a control without a name, and a name that is read twice. A label and its field are read as one."""
    at_desk.open("/#add")
    at_desk.page.locator("#files").wait_for(state="attached")
    at_desk.page.evaluate("""() => {
        const add = (html) => document.querySelector("main section:not([hidden])").append(new DOMParser().parseFromString(html, "text/html").body);
        add('<button></button>');
        add('<label>Orm <input></label>');
        add('<a href="/">Venn</a> <span>Venn</span>');
    }""")
    assert [f for f in faults(phrases(at_desk.page)) if "without" in f or "Orm" in f or "Venn" in f] == ["button without a name", "'Venn' is read twice in a row"]
