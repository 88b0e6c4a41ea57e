"""Asking in the page: answers as they pass, follow-ups, stopping, streams that break, and what is done with an answer."""

import json
import re

import httpx
from playwright.sync_api import Browser, Route, expect

from onrecord.assistant.claims import SOURCE_NOTE
from tests.assistant.web.desk import PHONE, Desk, desk
from tests.providers import Provider


def test_an_answer_shows_what_the_api_says_and_a_follow_up_goes_on(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask("How many Norrhamar workers joined the strike on the first day?")
    at_desk.answered()
    (turn,) = at_desk.stored()["turns"]
    answer = turn["answer"]
    sentences = at_desk.page.locator(".claim")
    assert sentences.count() == len(answer["claims"]) > 1
    for shown, claim in zip(sentences.all(), answer["claims"], strict=True):
        assert SOURCE_NOTE.sub("", claim["text"]) in shown.inner_text() and (claim["speaker"] or "") in shown.inner_text()
        assert [m.inner_text() for m in shown.locator(".marker").all()] == [str(n) for n in claim["citations"]]
    sides = {(s["speaker"], s["text"]) for c in answer["conflicts"] for s in c["sides"]}
    assert at_desk.page.locator(".conflict .side").count() >= len(sides) > 1
    fold = at_desk.page.locator(".conflict")
    expect(fold.locator("summary")).to_have_text("Sources disagree: 3,200 · 1,900 workers")
    expect(fold.locator(".side").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator(".side-answer")).to_have_text([re.compile("3,200"), re.compile("1,900")])
    assert all(at_desk.page.locator(".answer").inner_text().count(SOURCE_NOTE.sub("", c["text"])) == 1 for c in answer["claims"]), "nothing is printed twice"
    gate = answer["gate"]
    assert gate["claims"] > 1 and not gate["repaired"] + gate["dropped"] + gate["unchecked"]
    all_of_them = "Both" if gate["claims"] == 2 else f"All {gate['claims']}"
    expect(at_desk.page.locator(".gate > p")).to_have_text(f"✓ {all_of_them} sentences checked against their sources")
    at_desk.ask("And what did the company say?")
    at_desk.answered(2)
    assert [t["answer"]["question"] for t in at_desk.stored()["turns"]][1:] == ["And what did the company say?"]


def test_a_figure_that_changed_is_one_line_with_its_days_below(at_desk: Desk) -> None:
    """The answer is the server's, with figures that an older report gave."""

    def changing(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        answer = body["turns"][0]["answer"]
        piece = {"kind": "superseded", "claim": 0, "citation": 1, "start": 0, "end": 1, "standing": "Seventeen thousand"}
        answer["earlier"] = [piece | {"text": text, "day": day} for text, day in (("four", "2026-04-10"), ("Nine", "2026-04-11"))]
        answer["citations"][0] |= {"publisher": None, "published_at": None}
        answer["claims"][0]["text"] = answer["citations"][0]["cited_text"] + " (undated)"
        route.fulfill(response=response, json=body)

    at_desk.open()
    at_desk.ask("When was the Quillhaven lighthouse switched off?")
    at_desk.answered()
    at_desk.page.route("**/v1/conversations/*", changing)
    at_desk.page.reload()
    fold = at_desk.page.locator(".earlier")
    expect(fold.locator("summary")).to_have_text("Over time: 4 → 9 → Seventeen thousand")
    expect(fold.locator("li").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("li")).to_have_count(2)
    expect(at_desk.page.locator(".claim .where").first).to_have_text("Outlet and date not given ")
    at_desk.page.locator(".claim .where a").first.click()
    expect(at_desk.page.locator(".source h1")).to_be_visible()


def test_what_was_not_checked_never_looks_as_if_it_had_passed(at_desk: Desk) -> None:
    """A judge that fails leaves a claim unchecked; here the answer's own body says so."""

    def unchecked(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        for turn in body["turns"]:
            turn["answer"]["claims"][0]["verdict"] = "unchecked"
            turn["answer"]["gate"] |= {"unchecked": 1}
        route.fulfill(response=response, json=body)

    at_desk.open()
    at_desk.ask("When was the Quillhaven lighthouse switched off?")
    at_desk.answered()
    expect(at_desk.page.locator(".claim.passed").first).to_be_visible()
    at_desk.page.route("**/v1/conversations/*", unchecked)
    at_desk.page.reload()
    first = at_desk.page.locator(".claim").first
    expect(first).to_contain_text("Not checked")
    expect(first).to_have_class("claim unchecked")
    expect(at_desk.page.locator(".gate > p")).to_contain_text(", 1 unchecked")
    expect(at_desk.page.locator(".gate > p")).not_to_contain_text("✓")


def test_stop_ends_an_answer_within_a_second(at_desk: Desk, provider: Provider) -> None:
    at_desk.open()
    at_desk.page.locator(".narrow summary").click()
    at_desk.page.get_by_label("Written by").select_option("openai:m")
    at_desk.ask("When was the Quillhaven lighthouse switched off?")
    expect(at_desk.page.locator(".progress")).to_contain_text("Drafting")
    with at_desk.page.expect_response(lambda r: r.request.method == "DELETE") as ended:
        at_desk.page.get_by_role("button", name="Stop").click()
        expect(at_desk.page.locator(".trouble")).to_contain_text("Stopped.", timeout=1000)
    assert ended.value.status == 204
    at_desk.page.locator(".narrow summary").click()
    at_desk.page.get_by_label("Written by").select_option("")
    at_desk.ask("What did keeper Renée say of the Quillhaven lighthouse?")
    at_desk.answered()


def test_a_stream_that_breaks_is_taken_up_again_once(at_desk: Desk) -> None:
    ids: list[str | None] = []

    def broken(route: Route) -> None:
        ids.append(route.request.headers.get("last-event-id"))
        if len(ids) > 1:
            return route.continue_()
        response = route.fetch()
        return route.fulfill(response=response, body="".join(f"{e}\n\n" for e in response.text().split("\n\n")[:5]))

    at_desk.page.route("**/v1/ask", broken)
    at_desk.open()
    at_desk.ask("How many people did the Oske flood kill?")
    at_desk.answered()
    assert len(ids) == 2 and ids[0] is None and (ids[1] or "").endswith("-5")
    assert at_desk.page.locator(".claim").count() == len(at_desk.stored()["turns"][0]["answer"]["claims"])


def test_errors_are_said_in_words_and_can_be_tried_again(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask("?!")
    expect(at_desk.page.locator(".trouble")).to_contain_text("This question was not answered.")
    at_desk.page.route("**/v1/ask", lambda route: route.abort())
    at_desk.ask("When was the Quillhaven lighthouse switched off?")
    expect(at_desk.page.locator(".trouble").last).to_contain_text("No connection to On Record.")
    at_desk.page.unroute("**/v1/ask")
    at_desk.page.get_by_role("button", name="Try now").click()
    at_desk.answered()
    at_desk.errors.clear()  # the request that was cut off


def test_a_marker_stays_beside_its_outlet_at_any_width(browser: Browser, api: httpx.Client) -> None:
    apart = """() => [...document.querySelectorAll(".claim .where")].filter((where) => {
        const [words, number] = [[...where.getClientRects()].at(-1), where.parentElement.querySelector(".marker").getBoundingClientRect()];
        return number.top > words.bottom;
    }).length"""
    with desk(browser, api, PHONE) as made:
        made.open()
        made.ask("Who fired the first shots at Hrabin Ford?")
        made.answered()
        assert made.page.locator(".claim .where").count() > 1
        for width in range(320, 520, 5):
            made.page.set_viewport_size({"width": width, "height": 844})
            assert made.page.evaluate(apart) == 0, width


def test_an_abstention_says_what_the_archive_holds(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask("What is the boiling point of tungsten carbide?")
    expect(at_desk.page.locator(".abstained")).to_have_text(re.compile(r"^I found nothing on this in your \d+ articles\.$"))
    nearest = at_desk.stored()["turns"][0]["answer"]["nearest"]
    expect(at_desk.page.locator(".abstention a")).to_have_text([a["title"] for a in nearest])
    at_desk.page.locator(".abstention a").first.click()
    expect(at_desk.page.locator(".source h1")).to_have_text(nearest[0]["title"])
    at_desk.page.keyboard.press("Escape")
    at_desk.page.get_by_role("button", name="Show related passages").click()
    at_desk.page.locator(".nearest a").first.click()
    assert at_desk.marked()


def test_copy_feedback_rename_export_delete(browser: Browser, api: httpx.Client) -> None:
    with desk(browser, api, permissions=["clipboard-read", "clipboard-write"]) as made:
        made.open()
        made.ask("When was the Quillhaven lighthouse switched off?")
        made.answered()
        made.page.get_by_role("button", name="Copy with citations").click()
        made.page.get_by_role("button", name="Copied").wait_for()
        copied = made.page.evaluate("navigator.clipboard.readText()")
        assert all(c["cited_text"] in copied for c in made.stored()["turns"][0]["answer"]["citations"])
        made.page.get_by_role("button", name="Bad answer").click()
        made.page.get_by_label("Comment on this answer").fill("the wrong day 🗓️")
        made.page.get_by_role("button", name="Save comment").click()
        made.page.get_by_text("Saved with your comment").wait_for()
        assert made.stored()["turns"][0]["feedback"] == {"rating": "down", "comment": "the wrong day 🗓️"}
        menu = made.page.locator(".conversation-list li").first
        menu.locator("summary").click()
        menu.get_by_role("button", name="Rename").click()
        made.page.get_by_label("New title").fill("Lights out")
        made.page.keyboard.press("Enter")
        expect(made.page.locator(".conversation-link[aria-current]")).to_contain_text("Lights out")
        menu.locator("summary").click()
        with made.page.expect_download() as download:
            menu.get_by_role("button", name="Export as JSON").click()
        exported = json.loads(download.value.path().read_text("utf-8"))
        assert "Lights out" in json.dumps(exported)
        menu.locator("summary").click()
        menu.get_by_role("button", name="Delete").click()
        made.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        made.page.wait_for_url("**/")
        with made.page.expect_response(lambda r: r.request.method == "DELETE"):
            made.page.locator(".toast").get_by_role("button", name="Close").click()
        assert "Lights out" not in json.dumps(api.get("/v1/conversations").json())
