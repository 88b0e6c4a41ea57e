"""From a marker to the words: passages, deep links, keyboard, phone, what changed since, and adding articles."""

import re

import httpx
from playwright.sync_api import Browser, expect

from onrecord.evals.suite.load import newsroom_cases
from tests.assistant.web.desk import ANSWER_MS, PHONE, Desk, desk, take_in

CITATIONS = 100
SENTENCES_AND_EARLIER = ".claim .marker, .earlier .marker"  # earlier figures are folded
ODD_QUESTIONS = [
    "What did keeper Renée say of the Quillhaven lighthouse?",
    "What did the astronaut say of the Quillhaven lighthouse?",
    "How many cracks does the Alon dam have?",
    "Did the ferry Marisol sound its horn?",
]


def cited(api: httpx.Client, questions: list[str], enough: int) -> tuple[str, list[str]]:
    """A conversation of these questions, until enough is cited; and the cited words by marker, in order."""
    conversation = api.post("/v1/conversations", json={}).json()["conversation_id"]
    words: list[str] = []
    for question in questions:
        answer = api.post("/v1/ask", json={"question": question, "conversation_id": conversation}).json()
        texts = {c["n"]: c["cited_text"] for c in answer["citations"]}
        for place, claim in enumerate(answer["claims"]):
            words += [texts[n] for n in claim["citations"]] + [texts[e["citation"]] for e in answer["earlier"] if e["claim"] == place]
        if len(words) >= enough:
            break
    return conversation, words


def test_a_hundred_citations_open_on_the_very_words(at_desk: Desk) -> None:
    questions = ODD_QUESTIONS + [c.question for c in newsroom_cases() if not c.history]
    conversation, words = cited(at_desk.api, questions, CITATIONS)
    assert any(ord(x) > 0xFFFF for w in words for x in w), "signs beyond the basic plane are among them"
    at_desk.open(f"/c/{conversation}")
    at_desk.answered()
    at_desk.page.locator(SENTENCES_AND_EARLIER).nth(CITATIONS - 1).wait_for(state="attached")
    markers = at_desk.page.locator(SENTENCES_AND_EARLIER).all()
    for marker, text in zip(markers, words, strict=True):
        marker.evaluate("m => m.click()")
        at_desk.page.wait_for_function("text => document.querySelector('mark')?.textContent === text", arg=text)
        expect(at_desk.page.locator("mark")).to_be_in_viewport()


def test_a_card_says_whose_words_where_and_when(at_desk: Desk) -> None:
    conversation, (words, *_) = cited(at_desk.api, ["Did the ferry Marisol sound its horn?"], 1)
    at_desk.open(f"/c/{conversation}")
    at_desk.page.locator(".claim .marker").first.hover()
    card = at_desk.page.get_by_role("tooltip")
    for part in (words, "Harbour Times", "9 April 2026"):
        expect(card).to_contain_text(part)
    expect(card).to_contain_text(re.compile("Farrow|Wenk"))


def test_keyboard_opens_a_source_and_escape_leads_back(at_desk: Desk) -> None:
    conversation, (words, *_) = cited(at_desk.api, ["Did the ferry Marisol sound its horn?"], 1)
    at_desk.open(f"/c/{conversation}")
    at_desk.answered()
    marker = at_desk.page.locator(".claim .marker").first
    while not marker.evaluate("m => m === document.activeElement"):
        at_desk.page.keyboard.press("Tab")
    expect(at_desk.page.get_by_role("tooltip")).to_be_visible()
    at_desk.page.keyboard.press("Enter")
    assert at_desk.marked() == words
    at_desk.page.keyboard.press("Escape")
    expect(at_desk.page.locator("mark")).to_have_count(0)
    expect(marker).to_be_focused()
    assert at_desk.page.url.endswith(f"/c/{conversation}")


def test_deep_links_to_a_conversation_and_a_passage(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask("How many cracks does the Alon dam have?")
    at_desk.answered()
    shown = at_desk.page.locator(".claim").all_inner_texts()
    at_desk.page.reload()
    at_desk.answered()
    assert at_desk.page.locator(".claim").all_inner_texts() == shown
    at_desk.page.locator(".claim .marker").first.click()
    text, address = at_desk.marked(), at_desk.page.url
    at_desk.page.reload()
    assert at_desk.marked() == text
    at_desk.answered()  # what it was opened from is still under it
    at_desk.open("/")
    at_desk.page.goto(address)
    assert at_desk.marked() == text


def test_on_a_phone_the_source_is_a_sheet_that_back_closes(browser: Browser, api: httpx.Client) -> None:
    conversation, (words, *_) = cited(api, ["Did the ferry Marisol sound its horn?"], 1)
    with desk(browser, api, PHONE, has_touch=True, is_mobile=True) as made:
        made.open(f"/c/{conversation}")
        made.page.locator(".claim .marker").first.tap()
        assert made.marked() == words
        assert made.page.locator("main").evaluate("m => m.inert")
        made.page.go_back()
        expect(made.page.locator(".source")).not_to_be_in_viewport()
        assert not made.page.locator("main").evaluate("m => m.inert")
        assert made.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"


def test_an_article_is_added_asked_about_and_retracted(at_desk: Desk) -> None:
    at_desk.open("/#add")
    at_desk.page.get_by_label("Headline").fill("Orchid thief caught at Belmarsh greenhouse")
    at_desk.page.get_by_label("Outlet").last.fill("Aldery Post")
    at_desk.page.get_by_label("Text", exact=True).fill("Inspector Vera Lunt said the orchid thief of Belmarsh had taken 61 orchids 🌸 before dawn.\n")
    at_desk.page.get_by_role("button", name="Add this article").click()
    expect(at_desk.page.locator(".job.done")).to_contain_text("1 article added")
    at_desk.page.get_by_role("link", name="Ask", exact=True).click()
    at_desk.ask("How many orchids did the thief of Belmarsh take?")
    at_desk.answered()
    expect(at_desk.page.locator(".claim").first).to_contain_text("61 orchids 🌸")
    article = at_desk.stored()["turns"][0]["answer"]["citations"][0]["article_id"]
    assert at_desk.api.delete(f"/v1/articles/{article}", params={"reason": "the orchids were plastic"}).status_code == 204
    at_desk.page.reload()
    expect(at_desk.page.locator(".stale-notice")).to_have_text("Source 1 was retracted (the orchids were plastic). Do not use.Ask again")
    at_desk.page.locator(".claim .marker.stale").first.click()
    expect(at_desk.page.locator(".banner.retracted")).to_contain_text("the orchids were plastic")


def test_a_source_that_changed_since_says_so(at_desk: Desk) -> None:
    told = {"title": "Tram line nine", "url": "https://harbourtimes.example/tram", "publisher": "Harbour Times", "publish_date": "2026-04-11"}
    first = "Driver Per Holm said the tram line nine of Lindeby would open with 14 trams, and that each of them would be painted green.\n"
    take_in(at_desk.api, [told | {"text": first}])
    conversation, _ = cited(at_desk.api, ["How many trams will line nine of Lindeby have?"], 1)
    take_in(at_desk.api, [told | {"text": first.replace("14", "16")}])
    at_desk.open(f"/c/{conversation}")
    expect(at_desk.page.locator(".stale-notice")).to_contain_text("Out of date: source 1 was changed after this answer.")
    at_desk.page.locator(".claim .marker.stale").first.click()
    assert "with 14 trams" in at_desk.marked()
    at_desk.page.locator(".source").get_by_role("link", name="Read version 2").click()
    expect(at_desk.page.locator(".article-text")).to_contain_text("16 trams")


def test_files_are_added_with_what_was_rejected_and_why(at_desk: Desk) -> None:
    at_desk.open("/#add")
    good = {
        "name": "good.txt",
        "mimeType": "text/plain",
        "buffer": b"Title: Nets mended\n\nFisher Ada Bo said the nets of Ostrand were mended on Monday, and that the boats would sail at dawn.\n",
    }
    at_desk.page.set_input_files("#files", [good, {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}])  # type: ignore[list-item]
    expect(at_desk.page.locator(".job")).to_contain_text("1 article added")
    expect(at_desk.page.locator(".rejected")).to_contain_text("empty.txt")


def test_a_file_is_dropped_on_the_page(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.page.locator(".latest").wait_for()
    at_desk.page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["Title: A bell recast\\n\\nFounder Ida Roth said the bell of Kall would be recast in bronze before the winter came."], "bell.txt"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }""")
    expect(at_desk.page.locator(".job.done")).to_contain_text("1 article added", timeout=ANSWER_MS)
    at_desk.page.get_by_role("link", name="A bell recast").click()
    expect(at_desk.page.locator(".headline")).to_have_text("A bell recast")


def test_an_address_that_may_not_be_fetched_is_told_why(at_desk: Desk) -> None:
    at_desk.open("/#add")
    at_desk.page.get_by_label("Link (URL)").first.fill("http://127.0.0.1:9/story")
    at_desk.page.get_by_role("button", name="Fetch").click()
    expect(at_desk.page.locator(".job.loud")).to_contain_text("127.0.0.1")
