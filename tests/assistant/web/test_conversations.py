"""Conversations in the page: found, undone, printed, exported, kept in step between tabs, with their filters and what is not asked yet."""

import re
import time
from pathlib import Path

import httpx
import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from onrecord.ingest.formats.docx import read_docx
from tests.assistant.web.desk import PHONE, WIDE, Desk, desk

LIGHTHOUSE = "When was the Quillhaven lighthouse switched off?"
STRIKE = "How many Norrhamar workers joined the strike on the first day?"


def asked(desk: Desk, question: str = LIGHTHOUSE) -> Desk:
    desk.open()
    desk.ask(question)
    desk.answered()
    return desk


def menu_of_first(desk: Desk, entry: str) -> None:
    item = desk.page.locator(".conversation-list li").first
    item.locator("summary").click()
    item.get_by_role("button", name=entry).click()


def test_filters_survive_a_reload_and_asking_again(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.page.get_by_text("Filters", exact=True).click()
    at_desk.page.get_by_label("Outlet").first.select_option("Harbour Times")
    at_desk.ask("Did the ferry Marisol sound its horn?")
    at_desk.answered()
    for _ in "asked", "opened again":
        expect(at_desk.page.locator(".narrowed")).to_have_text("only Harbour Times")
        expect(at_desk.page.locator(".filter-chip")).to_have_text("Remove Harbour Times×")
        at_desk.page.reload()
        at_desk.answered()
    at_desk.page.locator(".filter-chip").click()
    at_desk.page.get_by_role("button", name="Retry").click()
    at_desk.answered(2)
    assert [t["narrowed"] for t in at_desk.stored()["turns"]] == [{"publisher": "Harbour Times"}] * 2
    at_desk.page.reload()
    at_desk.answered(2)
    expect(at_desk.page.locator(".filter-chip")).to_have_count(0)


def test_unsent_words_are_kept_for_each_conversation(at_desk: Desk) -> None:
    field = asked(at_desk).page.get_by_label("Your question")
    field.fill("And who switched it")
    at_desk.page.get_by_role("link", name="New question").click()
    expect(field).to_have_value("")
    field.fill("Something else")
    at_desk.page.go_back()
    expect(field).to_have_value("And who switched it")
    at_desk.page.reload()
    expect(field).to_have_value("And who switched it")
    at_desk.page.get_by_role("link", name="New question").click()
    expect(field).to_have_value("Something else")
    field.fill("")


def test_the_ask_tab_leads_back_and_tabs_of_the_browser_are_named(at_desk: Desk) -> None:
    at_desk.open()
    expect(at_desk.page).to_have_title("On Record")
    asked(at_desk)
    expect(at_desk.page).to_have_title(f"{LIGHTHOUSE} · On Record")
    address = at_desk.page.url
    at_desk.page.get_by_role("link", name="Archive", exact=True).click()
    expect(at_desk.page).to_have_title("Archive · On Record")
    at_desk.page.reload()
    at_desk.page.get_by_role("link", name="Ask", exact=True).click()
    expect(at_desk.page.locator(".claim").first).to_be_visible()
    assert at_desk.page.url == address
    expect(at_desk.page).to_have_title(f"{LIGHTHOUSE} · On Record")


def test_a_long_question_is_refused_with_its_length_and_not_cut(at_desk: Desk) -> None:
    at_desk.open()
    field = at_desk.page.get_by_label("Your question")
    field.fill("why " * 600)
    at_desk.page.keyboard.press("Enter")
    expect(at_desk.page.get_by_role("alert")).to_have_text("This question has 2,399 characters. At most 2,000 can be asked.")
    expect(field).to_have_value("why " * 600)
    expect(at_desk.page.locator(".turn")).to_have_count(0)
    field.fill("🗓️ " * 666)  # code points count, not what JavaScript counts
    expect(at_desk.page.locator(".too-long")).to_be_empty()
    field.fill("")


def test_conversations_are_searched(at_desk: Desk) -> None:
    asked(at_desk)
    asked(at_desk, STRIKE)
    at_desk.page.get_by_label("Search your conversations").fill("norrhamar")
    expect(at_desk.page.locator(".conversation-link").first).to_contain_text("Norrhamar")
    expect(at_desk.page.locator(".conversation-link", has_text="Quillhaven")).to_have_count(0)
    at_desk.page.get_by_label("Search your conversations").fill("zebra crossing of nobody")
    expect(at_desk.page.locator(".rail")).to_contain_text("None found.")


def test_delete_asks_first_can_be_undone_and_then_is_for_good(at_desk: Desk) -> None:
    asked(at_desk)
    conversation = at_desk.stored()["conversation_id"]
    menu_of_first(at_desk, "Delete")
    expect(at_desk.page.get_by_role("button", name="Cancel")).to_be_focused()
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(at_desk.page.locator(f".conversation-link[data-id='{conversation}']")).to_have_count(0)
    at_desk.page.get_by_role("button", name="Undo").click()
    at_desk.page.wait_for_url(f"**/c/{conversation}")
    expect(at_desk.page.locator(f".conversation-link[data-id='{conversation}']")).to_be_focused()
    menu_of_first(at_desk, "Delete")
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    with at_desk.page.expect_response(lambda r: r.request.method == "DELETE"):
        at_desk.page.locator(".toast").get_by_role("button", name="Close").click()
    assert at_desk.api.get(f"/v1/conversations/{conversation}").status_code == 404


def test_a_delete_is_undone_by_key_and_done_when_the_page_is_left(at_desk: Desk) -> None:
    asked(at_desk)
    conversation = at_desk.stored()["conversation_id"]
    menu_of_first(at_desk, "Delete")
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    at_desk.page.keyboard.press("Control+z")
    at_desk.page.wait_for_url(f"**/c/{conversation}")
    menu_of_first(at_desk, "Delete")
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    at_desk.page.locator(".toast").wait_for()
    at_desk.page.goto("about:blank")
    for _ in range(50):
        if at_desk.api.get(f"/v1/conversations/{conversation}").status_code == 404:
            break
        time.sleep(0.1)
    assert at_desk.api.get(f"/v1/conversations/{conversation}").status_code == 404


def test_a_name_that_nobody_has_leads_to_those_that_are_quoted(at_desk: Desk) -> None:
    name = at_desk.api.get("/v1/people").json()["people"][0]["name"]
    at_desk.open()
    at_desk.page.get_by_text("Filters", exact=True).click()
    speaker = at_desk.page.get_by_label("Speaker")
    speaker.press_sequentially(name[:4])
    expect(at_desk.page.locator(f".conversation datalist option[value='{name}']")).to_have_count(1)
    speaker.fill(f"Zzyx {name.split()[-1]}")
    at_desk.ask("What was said?")
    trouble = at_desk.page.locator(".trouble:visible")
    expect(trouble).to_contain_text(f"Nobody named “Zzyx {name.split()[-1]}” is quoted here.Did you mean")
    expect(trouble).to_have_class("trouble quiet")
    trouble.get_by_role("button", name=name, exact=True).click()
    at_desk.answered()
    assert at_desk.stored()["turns"][0]["narrowed"] == {"speaker": name}


def test_the_menu_of_the_last_conversation_can_be_reached(browser: Browser, api: httpx.Client) -> None:
    for n in range(12):
        api.post("/v1/conversations", json={"title": f"Old matter {n}"})
    with desk(browser, api, {"width": 1440, "height": 500}) as made:
        made.open()
        last = made.page.locator(".conversation-list li").last
        last.locator("summary").click()
        expect(last.get_by_role("button", name="Delete")).to_be_in_viewport(ratio=1)


def test_two_tabs_stay_in_step(at_desk: Desk) -> None:
    asked(at_desk)
    other = at_desk.page.context.new_page()
    other.goto(at_desk.page.url)
    other.locator(".turn .actions .bar").wait_for()
    at_desk.ask("Who is Renée?")
    at_desk.answered(2)
    expect(other.locator(".turn")).to_have_count(2)
    menu_of_first(at_desk, "Delete")
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    at_desk.page.locator(".toast").get_by_role("button", name="Close").click()
    expect(other.locator(".turns > .trouble")).to_contain_text("This conversation was deleted.")


def test_a_question_to_a_conversation_deleted_elsewhere_goes_to_a_new_one(at_desk: Desk) -> None:
    asked(at_desk)
    gone = at_desk.stored()["conversation_id"]
    at_desk.api.delete(f"/v1/conversations/{gone}").raise_for_status()
    at_desk.ask(STRIKE)
    expect(at_desk.page.locator(".trouble:visible")).to_contain_text("This conversation was deleted.")
    at_desk.page.get_by_role("button", name="Ask in a new one").click()
    at_desk.answered()
    assert gone not in at_desk.page.url and at_desk.stored()["turns"][0]["answer"]["question"] == STRIKE


def test_link_word_and_markdown(browser: Browser, api: httpx.Client) -> None:
    with desk(browser, api, permissions=["clipboard-read", "clipboard-write"]) as made:
        asked(made)
        menu_of_first(made, "Copy link")
        expect(made.page.locator(".rail")).to_contain_text("Link copied.")
        assert made.page.evaluate("navigator.clipboard.readText()") == made.page.url
        with made.page.expect_download() as download:
            menu_of_first(made, "Export as Word")
        text = read_docx(download.value.path().read_bytes())[1]
        assert all(c["cited_text"] in text for c in made.stored()["turns"][0]["answer"]["citations"])


def test_a_shared_conversation_can_be_read_and_nothing_else(browser: Browser, api: httpx.Client) -> None:
    with desk(browser, api, permissions=["clipboard-read", "clipboard-write"]) as made:
        asked(made, STRIKE)
        menu_of_first(made, "Share")
        expect(made.page.locator(".rail")).to_contain_text("Link copied. Whoever has it can read this conversation.")
        link, (turn,) = made.page.evaluate("navigator.clipboard.readText()"), made.stored()["turns"]
        with desk(browser, api) as stranger:
            asked_for: list[str] = []
            stranger.page.on("request", lambda r: asked_for.append(r.url))
            stranger.page.goto(link)
            expect(stranger.page.locator(".question")).to_have_text(STRIKE)
            expect(stranger.page.locator(".footnotes blockquote")).to_have_text([c["cited_text"] for c in turn["answer"]["citations"]])
            expect(stranger.page.locator(".footnotes")).to_contain_text(turn["answer"]["citations"][0]["title"])
            stranger.page.locator(".claim .marker").first.click()
            expect(stranger.page.locator(".footnotes li").first).to_be_focused()
            assert stranger.page.locator("textarea, input, nav, a[href^='/']").count() == 0
            stranger.page.keyboard.press("Control+k")
            assert stranger.page.url.partition("#")[0] == link and stranger.page.get_by_role("dialog").count() == 0
            assert [u for u in asked_for if "/v1/" in u] == [link.replace("/s/", "/v1/shared/")], "nothing that a key might guard"
            menu_of_first(made, "Stop sharing")
            expect(made.page.locator(".rail")).to_contain_text("No longer shared.")
            stranger.page.reload()
            expect(stranger.page.get_by_role("alert")).to_contain_text("This conversation cannot be shown")
        made.page.locator(".conversation-list li").first.locator("summary").click()
        expect(made.page.get_by_role("button", name="Stop sharing")).to_have_count(0)


def test_paper_holds_the_whole_answer_with_its_citations_as_footnotes(at_desk: Desk, tmp_path: Path) -> None:
    asked(at_desk, STRIKE)
    at_desk.page.evaluate("dispatchEvent(new CustomEvent('set-theme', { detail: 'dark' }))")
    at_desk.page.emulate_media(media="print")
    assert at_desk.page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 27, 25)", "dark on white, whatever the theme"
    at_desk.page.emulate_media(media="null")
    at_desk.page.pdf(path=tmp_path / "strike.pdf")
    pages = pypdfium2.PdfDocument(tmp_path / "strike.pdf")
    printed = squeeze("".join(page.get_textpage().get_text_range() for page in pages))
    (turn,) = at_desk.stored()["turns"]
    assert all(squeeze(c["cited_text"]) in printed for c in turn["answer"]["citations"])
    assert squeeze(STRIKE) in printed and "Sourcesdisagree:3,200·1,900" in printed and "Askafollow-up" not in printed
    expect(at_desk.page.locator(".footnotes")).to_have_count(0)
    expect(at_desk.page.locator(".conflict")).not_to_have_attribute("open", "")


def squeeze(text: str) -> str:
    return re.sub(r"\s|\ufffe|\u0002", "", text)


def test_questions_to_go_on_with_are_asked_by_a_click(at_desk: Desk) -> None:
    offered = ["Who is Renée?", "What is the latest on the <b>lighthouse</b>?"]
    at_desk.page.route("**/v1/suggestions?*", lambda route: route.fulfill(json={"questions": offered}))
    asked(at_desk)
    follow_ups = at_desk.page.locator(".follow-up")
    expect(follow_ups).to_have_text(offered)
    follow_ups.first.click()
    at_desk.answered(2)
    assert at_desk.stored()["turns"][1]["answer"]["question"] == offered[0]
    expect(at_desk.page.locator(".turn").first.locator(".follow-up")).to_have_count(0)


def test_a_comment_is_written_in_view(browser: Browser, api: httpx.Client) -> None:
    with desk(browser, api, {"width": 1200, "height": 420}) as made:
        asked(made, STRIKE)
        made.page.get_by_role("button", name="Good answer").click()
        expect(made.page.get_by_role("button", name="Save comment")).to_be_in_viewport(ratio=1)


def test_a_closed_source_gives_its_width_to_the_answer(at_desk: Desk) -> None:
    main = asked(at_desk).page.locator("main")
    closed = main.evaluate("m => m.clientWidth")
    assert closed >= WIDE["width"] - 260
    at_desk.page.locator(".claim .marker").first.click()
    at_desk.marked()
    assert main.evaluate("m => m.clientWidth") < closed


def test_at_400_percent_the_field_scrolls_away(browser: Browser, api: httpx.Client) -> None:
    with desk(browser, api, {"width": 320, "height": 225}) as made:
        asked(made)
        made.page.locator(".question").scroll_into_view_if_needed()
        expect(made.page.locator(".composer")).not_to_be_in_viewport()
        made.page.get_by_label("Your question").scroll_into_view_if_needed()
        expect(made.page.get_by_label("Your question")).to_be_in_viewport()
        assert made.page.evaluate("document.documentElement.scrollWidth") <= 320


SMALL = """() => [...document.querySelectorAll("button, summary, input, select, textarea, nav a, .conversation-link, .source-link")]
    .filter((e) => e.checkVisibility() && e.offsetWidth > 1 && e.type !== "checkbox")
    .map((e) => [e.outerHTML.slice(0, 80), e.offsetWidth, e.offsetHeight]).filter(([, w, h]) => w < 44 || h < 44)"""
TOUCHED = """(m) => { m.scrollIntoView({ block: "center" }); const { left, top, width, height } = m.getBoundingClientRect();
    return [-21, 21].every((dy) => document.elementFromPoint(left + width / 2, top + height / 2 + dy) === m); }"""


@pytest.mark.parametrize("width", [360, 820])
def test_fingers_hit_what_they_touch(browser: Browser, api: httpx.Client, width: int) -> None:
    with desk(browser, api, PHONE | {"width": width}, has_touch=True, is_mobile=True) as made:
        asked(made, STRIKE)
        for fold in (".conflict", ".sources"):
            made.page.locator(f"{fold} summary").tap()
        assert made.page.evaluate(SMALL) == []
        assert all(m.evaluate(TOUCHED) for m in made.page.locator(".claim .marker").all()[:2])
        made.page.get_by_role("button", name="Conversations").tap()
        assert made.page.evaluate(SMALL) == []
