"""Keys: search, help, a new question, from marker to marker, the palette; and the settings, which can turn the single ones off."""

from playwright.sync_api import expect

from tests.assistant.web.desk import Desk

STRIKE = "How many Norrhamar workers joined the strike on the first day?"


def away_from_fields(desk: Desk) -> None:
    desk.page.evaluate("document.activeElement.blur()")


def focused(desk: Desk) -> str:
    return desk.page.evaluate("document.activeElement.textContent")  # type: ignore[no-any-return]


def test_single_keys_work_outside_fields_alone(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.page.get_by_label("Your question").fill("")
    at_desk.page.keyboard.type("n?/")
    expect(at_desk.page.get_by_label("Your question")).to_have_value("n?/")
    at_desk.page.get_by_label("Your question").fill("")
    away_from_fields(at_desk)
    at_desk.page.keyboard.press("/")
    expect(at_desk.page.locator(".archive input[type=search]").first).to_be_focused()
    away_from_fields(at_desk)
    at_desk.page.keyboard.press("?")
    expect(at_desk.page.get_by_role("dialog", name="Keys")).to_contain_text("Search the archive")
    at_desk.page.keyboard.press("Escape")
    expect(at_desk.page.get_by_role("dialog")).to_have_count(0)
    away_from_fields(at_desk)
    at_desk.page.keyboard.press("n")
    expect(at_desk.page.get_by_label("Your question")).to_be_focused()


def test_arrows_go_from_marker_to_marker_and_take_an_open_passage_along(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask(STRIKE)
    at_desk.answered()
    markers = at_desk.page.locator(".headline .marker, .claim .marker")
    numbers = markers.all_inner_texts()
    markers.first.focus()
    for number in numbers[1:]:
        at_desk.page.keyboard.press("ArrowRight")
        assert focused(at_desk) == number
    at_desk.page.keyboard.press("Enter")
    at_desk.marked()
    last = at_desk.page.url
    at_desk.page.keyboard.press("ArrowLeft")
    at_desk.page.wait_for_url(lambda url: url != last)
    expect(at_desk.page.locator(f".marker[aria-current]:text-is('{numbers[-2]}')").first).to_be_visible()


def test_the_palette_finds_a_conversation_and_asks(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.ask(STRIKE)
    at_desk.answered()
    address = at_desk.page.url
    at_desk.page.get_by_role("link", name="Archive", exact=True).click()
    at_desk.page.keyboard.press("Control+k")
    expect(at_desk.page.get_by_role("combobox", name="Find")).to_be_focused()  # the first time, it is loaded
    at_desk.page.keyboard.type("norrhamar")
    option = at_desk.page.get_by_role("option", name=STRIKE).first
    option.wait_for()
    for _ in range(20):
        if option.get_attribute("aria-selected") == "true":
            break
        at_desk.page.keyboard.press("ArrowDown")
    assert at_desk.page.get_by_role("combobox", name="Find").get_attribute("aria-activedescendant") == option.get_attribute("id")
    at_desk.page.keyboard.press("Enter")
    at_desk.page.wait_for_url(address)
    at_desk.page.keyboard.press("Control+k")
    at_desk.page.keyboard.type("Who led the strike?")
    at_desk.page.get_by_role("option", name="Ask “Who led the strike?”").click()
    at_desk.answered(2)
    assert at_desk.stored()["turns"][1]["answer"]["question"] == "Who led the strike?"


def test_the_settings_turn_single_keys_off_and_choose_theme_and_model(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.page.get_by_role("button", name="Settings").click()
    sheet = at_desk.page.get_by_role("dialog", name="Settings")
    judge = at_desk.api.get("/v1/stats").json()["judge"]
    expect(sheet).to_contain_text(f"Each sentence is checked by {judge}.")
    sheet.get_by_label("Single keys").uncheck()
    sheet.get_by_label("Theme").select_option("dark")
    sheet.get_by_label("Answers written by").select_option("openai:m")
    assert at_desk.page.evaluate("document.documentElement.dataset.theme") == "dark"
    at_desk.page.keyboard.press("Escape")
    expect(at_desk.page.get_by_role("button", name="Settings")).to_be_focused()
    at_desk.page.reload()
    assert at_desk.page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(at_desk.page.locator(".filter-chip")).to_have_text("Remove Written by openai:m×")
    away_from_fields(at_desk)
    at_desk.page.keyboard.press("?")
    at_desk.page.keyboard.press("Control+k")
    expect(at_desk.page.get_by_role("dialog")).to_have_count(1)
    expect(at_desk.page.get_by_role("dialog", name="Find")).to_be_visible()
