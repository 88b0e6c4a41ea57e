"""A way around the archive: search, filters, people, missing facts, changes, retraction, and words of an article taken to a question."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from playwright.sync_api import Browser, expect

from onrecord.assistant.api.service import Service
from onrecord.ingest import sample
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import open_store
from tests.assistant.web.desk import Desk, desk, take_in
from tests.assistant.web.reading import axe_findings
from tests.serving import serving

SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector('.article-text'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""


def query(made: Desk) -> dict[str, list[str]]:
    return parse_qs(made.page.url.partition("?")[2])


def test_hits_come_while_typing_and_lead_to_the_passage(at_desk: Desk) -> None:
    at_desk.open("/#archive")
    at_desk.page.get_by_label("Search the articles").press_sequentially("embankmen", delay=20)
    hits = at_desk.page.locator(".archive .latest li")
    expect(hits.first.locator(".excerpt b").first).to_have_text(re.compile("embankment", re.IGNORECASE))
    total = at_desk.api.get("/v1/articles", params={"text": "embankment"}).json()["total"]
    expect(hits).to_have_count(total)
    assert query(at_desk) == {"text": ["embankmen"]}
    at_desk.page.reload()
    expect(hits).to_have_count(total)
    hits.first.get_by_role("link").click()
    assert "embankment" in at_desk.marked().lower()


def test_passages_are_found_by_other_words(at_desk: Desk) -> None:
    at_desk.open("/#archive")
    at_desk.page.get_by_label("Search the articles").fill("why did the crossing over the Oske come down")
    at_desk.page.keyboard.press("Enter")
    expect(at_desk.page.get_by_role("heading", name="Passages that fit best")).to_be_focused()
    at_desk.page.locator(".nearest a").first.click()
    assert at_desk.marked()


def test_a_month_narrows_the_list_and_goes_along_to_the_question(at_desk: Desk) -> None:
    at_desk.open("/#archive?publisher=Corvane%20Wire")
    at_desk.page.locator(".timeline button", has_text="March").click()
    for filters in (["Remove From 1 March 2026×", "Remove To 31 March 2026×", "Remove Corvane Wire×"],) * 2:
        expect(at_desk.page.locator(".filter-chip:visible")).to_have_text(filters)
        at_desk.page.reload()
    expect(at_desk.page.locator(".timeline button", has_text="March")).to_have_attribute("aria-pressed", "true")
    at_desk.page.get_by_role("button", name="Ask about these").click()
    at_desk.ask("How many people died at the Lomnicë market?")
    at_desk.answered()
    expect(at_desk.page.locator(".narrowed")).to_contain_text("only Corvane Wire")
    assert {c["publisher"] for c in at_desk.stored()["turns"][0]["answer"]["citations"]} <= {"Corvane Wire"}


def test_outlets_and_articles_without_one_can_be_listed(at_desk: Desk) -> None:
    at_desk.open("/#archive/outlets")
    at_desk.page.get_by_role("link", name="צפון היום").click()
    at_desk.page.get_by_role("link", name="סכר אלון").click()
    expect(at_desk.page.locator(".headline")).to_contain_text("Alon dam")
    at_desk.open("/#archive/outlets")
    at_desk.page.get_by_role("link", name="Outlet unknown").click()
    total = at_desk.api.get("/v1/articles", params={"missing": "publisher"}).json()["total"]
    expect(at_desk.page.get_by_text(f"{total} articles", exact=True)).to_be_visible()
    at_desk.page.get_by_role("button", name="without an outlet").click()
    expect(at_desk.page.get_by_text(f"{at_desk.api.get('/v1/stats').json()['articles']} articles", exact=True)).to_be_visible()


def test_the_quality_check_has_its_own_part(at_desk: Desk) -> None:
    at_desk.open("/#archive/quality")
    row = at_desk.page.get_by_role("row", name="quotes verbatim")
    expect(row.locator("td")).to_have_text(["0.987", "138", "0.973–1.000"])


def test_people_lead_to_their_words(at_desk: Desk) -> None:
    at_desk.open("/#archive/people")
    at_desk.page.get_by_label("Find a person").fill("orhadze")
    person = at_desk.page.locator(".people > li")
    expect(person).to_have_count(1)
    expect(person).to_contain_text(re.compile(r"Leyla Orhadze.*Quoted \d+ times in \d+ articles"))
    words = person.locator(".said a")
    said = words.evaluate("a => a.lastChild.textContent")
    words.click()
    assert at_desk.marked() == said
    at_desk.page.get_by_role("link", name="Leyla Orhadze").click()
    at_desk.page.locator(".people .said").nth(3).wait_for()
    at_desk.page.get_by_role("button", name="Ask about this person").click()
    expect(at_desk.page.locator(".filter-chip:visible")).to_have_text("Remove Leyla Orhadze×")


def test_an_outlet_is_added_in_place_and_taken_back(at_desk: Desk) -> None:
    at_desk.open("/#archive/incomplete")
    item = at_desk.page.locator(".incomplete li").first
    title = item.get_by_role("link").inner_text()
    item.locator("input").first.fill("Ferrygate Gazette" if item.get_by_label("Outlet").count() else "2026-03-05")
    item.get_by_role("button").click()
    expect(item).to_contain_text("Saved:")
    undo = item.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(item.locator("form")).to_be_visible()
    listed = at_desk.api.get("/v1/articles", params={"missing": ["publisher", "date"]}).json()["articles"]
    assert title in [a["title"] for a in listed]


def test_an_article_is_retracted_with_a_reason_and_brought_back(at_desk: Desk) -> None:
    take_in(at_desk.api, [{"title": "Comet over Hallin", "text": "The observer Pia Holm said the comet over Hallin was seen by 340 people from the old pier on Friday night."}])
    (found,) = at_desk.api.get("/v1/articles", params={"text": "comet"}).json()["articles"]
    at_desk.open(f"/a/{found['article_id']}")
    at_desk.page.get_by_role("button", name="Retract").click()
    at_desk.page.get_by_label("Reason").last.fill("Observer took it back")
    at_desk.page.get_by_role("dialog").get_by_role("button", name="Retract").click()
    expect(at_desk.page.locator(".banner.retracted")).to_contain_text("Observer took it back")
    at_desk.page.get_by_role("button", name="Undo the retraction").click()
    expect(at_desk.page.locator(".banner.retracted")).to_have_count(0)
    at_desk.page.get_by_role("button", name="Add outlet or day").click()
    at_desk.page.get_by_role("dialog").get_by_label("Outlet").fill("Hallin Echo")
    at_desk.page.get_by_role("button", name="Save").click()
    expect(at_desk.page.locator(".byline")).to_contain_text("Hallin Echo")


def test_words_of_an_article_become_a_question(at_desk: Desk) -> None:
    (found,) = at_desk.api.get("/v1/articles", params={"text": "Marisol"}).json()["articles"]
    at_desk.open(f"/a/{found['article_id']}")
    at_desk.page.locator(".article-text").wait_for()
    at_desk.page.evaluate(SELECT, "assenger Udo Wen")
    at_desk.page.get_by_role("button", name="Ask about this", exact=True).click()
    expect(at_desk.page.get_by_label("Your question")).to_have_value("What is known about Passenger Udo Wenk?")
    at_desk.open(f"/a/{found['article_id']}")
    at_desk.page.locator(".article-text").wait_for()
    at_desk.page.evaluate(SELECT, "the ferry Marisol’s horn was silent")
    at_desk.page.get_by_role("button", name="Who else said this").click()
    at_desk.answered()
    expect(at_desk.page.locator(".question")).to_have_text("Who else said that the ferry Marisol’s horn was silent?")
    at_desk.open(f"/a/{found['article_id']}")
    at_desk.page.get_by_role("button", name="Ask about this article").click()
    expect(at_desk.page.locator(".filter-chip:visible")).to_have_text(f"Remove “{found['title']}”×")


def test_a_stale_answer_says_whether_its_sentence_changed_and_shows_it(at_desk: Desk) -> None:
    text = "Inspector Vera Lunt said the goose thief of Belmarsh had taken 61 geese before dawn. The pond stays closed to visitors."
    article = {"title": "Goose thief", "publisher": "Aldery Post", "url": "https://aldery.example/goose", "text": text}
    for before, after, words in (("closed", "open", "The cited sentence is still there."), ("61", "73", "The cited sentence itself was changed.")):
        take_in(at_desk.api, [article])
        conversation = at_desk.api.post("/v1/conversations", json={}).json()["conversation_id"]
        at_desk.api.post("/v1/ask", json={"question": "How many geese did the goose thief of Belmarsh take?", "conversation_id": conversation})
        article["text"] = article["text"].replace(before, after)
        take_in(at_desk.api, [article])
        at_desk.open(f"/c/{conversation}")
        expect(at_desk.page.locator(".stale-notice")).to_contain_text(words)
        at_desk.page.get_by_role("link", name="See what changed").click()
        expect(at_desk.page.locator(".changes p[dir] del")).to_have_text(f" removed: {before} end of removal ")
        expect(at_desk.page.locator(".changes p[dir] ins")).to_have_text(f" added: {after} end of addition ")


def test_the_same_story_pasted_twice_is_told(at_desk: Desk) -> None:
    at_desk.open("/#add")
    text = "The founder Udo Wenk said the bell of Oske was recast on Monday and weighs four tonnes. It hangs in the tower again, and rings at noon."
    other = f"{text} The mayor of Oske was there."
    for title, pasted, words in (
        ("Bell recast", text, "1 article added"),
        ("Bell recast", text, "1 article in the archive already"),
        ("Oske has its bell again", other, "the same story is here already"),
    ):
        at_desk.page.get_by_label("Headline").fill(title)
        at_desk.page.get_by_label("Text", exact=True).fill(pasted)
        at_desk.page.get_by_role("button", name="Add this article").click()
        expect(at_desk.page.locator(".job").first).to_contain_text(words)


def test_an_unknown_address_says_so(at_desk: Desk) -> None:
    for path in ("/no/such/page", "/c/", "/%E0%A4%A"):
        at_desk.open(path)
        expect(at_desk.page.get_by_role("heading", name="There is no page here")).to_be_visible()
    at_desk.page.get_by_role("link", name="Archive").last.click()
    at_desk.page.locator(".archive .latest li").first.wait_for()


def test_a_reload_while_the_sample_is_added_shows_how_far_it_is(at_desk: Desk) -> None:
    """Its first articles are here already."""
    at_desk.open()
    at_desk.page.locator(".welcome .latest li").first.wait_for()
    expect(at_desk.page.locator(".welcome .job")).to_have_count(0)
    at_desk.page.route("**/v1/sample", lambda route: route.fulfill(json={"job_id": "j", "documents": 3, "articles": 1}))
    at_desk.page.route("**/v1/jobs/j", lambda route: None)  # nothing is heard of it yet
    at_desk.page.reload()
    expect(at_desk.page.locator(".welcome .job")).to_contain_text("The sample newsroom")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    text = "The {0} of Hallin stands still, Warden Ida Roe said on Monday. Nobody knows for how long it will, the warden said."
    files = [(f"{name}.txt", f"Title: The {name} of Hallin\n\n{text.format(name)}\n".encode()) for name in ("mill", "quay", "tram")]
    monkeypatch.setattr(sample, "documents", lambda: files)
    with (
        open_store(tmp_path / "home", DEFAULT_MODEL) as store,
        serving(Service({"default": store}, Settings(home=tmp_path / "home"))) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


def test_an_empty_archive_offers_a_sample_that_goes_again(browser: Browser, empty: httpx.Client) -> None:
    with desk(browser, empty) as made:
        made.open()
        expect(made.page.get_by_text("About 3 invented articles")).to_be_visible()
        expect(made.page.get_by_label("Your question")).to_be_hidden()
        assert not axe_findings(made.page)
        made.page.get_by_role("button", name="Try it with a sample newsroom").click()
        expect(made.page.locator(".welcome .latest li")).to_have_count(3, timeout=60_000)
        expect(made.page.get_by_label("Your question")).to_be_visible()
        made.open("/#archive")
        made.page.get_by_role("button", name="Remove the sample").click()
        made.page.get_by_role("dialog").get_by_role("button", name="Remove the sample").click()
        expect(made.page.get_by_role("button", name="Try it with a sample newsroom")).to_be_visible()
        made.page.get_by_label("Link, or text of an article").fill("The bell of Oske was recast on Monday and weighs four tonnes. It hangs in the tower again, and rings at noon.")
        made.page.get_by_role("button", name="Add", exact=True).click()
        expect(made.page.locator(".archive .latest li")).to_have_count(1, timeout=60_000)
