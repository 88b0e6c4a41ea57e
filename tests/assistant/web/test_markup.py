"""Twenty texts that want to run, in each place where text of others is shown: none runs, none becomes markup, all are shown as text."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.assistant.web.desk import Desk, take_in
from tests.assistant.web.markup import VECTORS, article
from tests.providers import Provider


@pytest.fixture(scope="module")
def articles(api: httpx.Client) -> list[str]:
    """Ids, one for each vector that was taken in."""
    return list(take_in(api, [article(n, v) for n, v in enumerate(VECTORS)])["articles"])


def unmoved(desk: Desk) -> None:
    """Besides, the desk fails at its end where a dialog opened, or the browser had to refuse a script."""
    assert desk.page.evaluate("window.ran") is None
    assert desk.page.locator("iframe, script:not([src]), main img, .source img, [onerror], [onload]").count() == 0
    assert desk.page.locator("a[href^='javascript:' i], a[href^='data:' i]").count() == 0


def test_in_title_author_outlet_address_and_body(at_desk: Desk, articles: list[str]) -> None:
    assert len(articles) == len(VECTORS)
    at_desk.open("/#archive")
    expect(at_desk.page.locator(".archive .latest li").first).to_be_visible()
    unmoved(at_desk)
    for article_id in articles:
        stored = at_desk.api.get(f"/v1/articles/{article_id}").json()
        at_desk.open(f"/a/{article_id}?version=1&start=0&end=40")
        expect(at_desk.page.locator(".headline")).to_have_text(stored["title"])
        expect(at_desk.page.locator(".article-text")).to_have_text(stored["text"])
        assert "alert(1)" in stored["title"] + stored["text"]
        unmoved(at_desk)


def test_in_questions_titles_of_conversations_and_quoted_answers(at_desk: Desk, articles: list[str]) -> None:
    at_desk.open()
    for n, vector in enumerate(VECTORS):
        at_desk.page.get_by_role("link", name="New question").click()
        at_desk.ask(f"What did Marek Tolland{n} say the signboard read? {vector}")
        at_desk.answered()
        at_desk.page.locator(".claim .marker, .abstained").first.hover()
        unmoved(at_desk)
    expect(at_desk.page.locator(".conversation-list")).to_contain_text("Marek Tolland19")
    at_desk.page.reload()
    at_desk.answered()
    unmoved(at_desk)


def test_in_what_a_chat_model_writes(at_desk: Desk, articles: list[str], provider: Provider) -> None:
    written, paused = provider.reply, provider.pause
    provider.pause = 0.0
    at_desk.open()
    for n, vector in list(enumerate(VECTORS))[::2]:
        provider.reply = f"Marek Tolland{n} said the signboard number {n * 37} read {vector} in red letters. [1]"
        at_desk.page.get_by_role("link", name="New question").click()
        at_desk.page.locator(".narrow").evaluate("n => (n.open = true)")
        at_desk.page.get_by_label("Written by").select_option("openai:m")
        at_desk.ask(f"What did Marek Tolland{n} say the signboard read?")
        at_desk.answered()
        unmoved(at_desk)
    provider.reply, provider.pause = written, paused


def test_in_file_names(at_desk: Desk) -> None:
    at_desk.open("/#add")
    files = [
        {"name": f"{n} {v.replace('/', ' ')}.txt", "mimeType": "text/plain", "buffer": b"" if n % 2 else f"Bulletin {n}.".encode()}
        for n, v in enumerate(VECTORS)
    ]
    for name in files[:2]:
        at_desk.page.set_input_files("#files", [name])  # type: ignore[list-item]
        at_desk.page.locator(".job.done, .job.loud").first.wait_for()
    at_desk.page.set_input_files("#files", files)  # type: ignore[arg-type]
    expect(at_desk.page.locator(".job.done, .job.loud")).to_have_count(3)
    expect(at_desk.page.locator(".rejected").first).to_contain_text("alert(1)")
    unmoved(at_desk)
