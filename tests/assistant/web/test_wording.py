"""How the page puts figures, days and states into words."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.assistant.web.desk import Desk

GATE = {"claims": 5, "repaired": 0, "dropped": 0, "unchecked": 0}
TANKS = [{"who": "Tolmara", "answer": "31"}, {"who": "Nasim Qoruk", "answer": "four"}]
CITED = {"publisher": "Corvane Wire", "published_at": "2026-02-11T08:00:00Z"}
NOWHERE = {"publisher": None, "published_at": None}
WORDINGS: list[tuple[str, list[Any], Any]] = [
    ("conflictHeading", ["number", TANKS], "Sources disagree: 31 · 4"),
    ("conflictHeading", ["number", [*TANKS, {"who": "Tolmara", "answer": None}]], "Sources disagree: Tolmara · Nasim Qoruk"),
    ("conflictHeading", ["negation", [{"who": "Anton Brask"}, {"who": "Viktor Sorin"}]], "Disputed: Anton Brask · Viktor Sorin"),
    ("figuresOverTime", [[{"kind": "superseded", "text": "Nine", "standing": "19"}]], "Over time: 9 → 19"),
    ("figuresOverTime", [[{"kind": "superseded", "text": "four"}, {"kind": "superseded", "text": "nine"}]], "Earlier: 4 → 9"),
    ("figuresOverTime", [[{"kind": "corrected", "text": "2.2 million", "standing": "2.4 million"}]], "Corrected: 2.2 million → 2.4 million"),
    ("withoutNote", ["It sank (again). (Corvane Wire, 11 February 2026)", CITED], {"words": "It sank (again).", "noted": True}),
    ("withoutNote", ["It sank. (undated)", NOWHERE], {"words": "It sank.", "noted": True}),
    ("withoutNote", ["It sank (Corvane Wire, 11 February 2026) at last.", CITED], {"words": "It sank (Corvane Wire, 11 February 2026) at last.", "noted": False}),
    ("placeAndDay", [CITED], "Corvane Wire, 11 Feb 2026"),
    ("placeAndDay", [NOWHERE], "Outlet and date not given"),
    ("gateLine", [GATE], "✓ All 5 sentences checked against their sources"),
    ("gateLine", [GATE | {"claims": 2}], "✓ Both sentences checked against their sources"),
    ("gateLine", [GATE | {"claims": 1}], "✓ 1 sentence checked against its source"),
    ("gateLine", [GATE | {"repaired": 1, "dropped": 2}], "✓ All 3 sentences checked against their sources, 1 replaced by its source, 2 left out"),
    ("gateLine", [GATE | {"unchecked": 2}], "3 of 5 sentences checked against their sources, 2 unchecked"),
    ("gateLine", [GATE | {"dropped": 5}], "No drafted sentence passed the check"),
    ("gateLine", [GATE | {"claims": 0}], ""),
    ("sourcesLine", [{"independent_sources": 1, "oldest": None, "newest": None}], "One source"),
    ("sourcesLine", [{"independent_sources": 1, "oldest": "2026-04-10", "newest": "2026-04-10T09:00:00Z"}], "One source, 10 April 2026"),
    ("sourcesLine", [{"independent_sources": 4, "oldest": "2026-04-10", "newest": "2026-04-14"}], "Four sources, 10–14 April 2026"),
    ("sourcesLine", [{"independent_sources": 12, "oldest": "2026-02-11", "newest": "2026-03-17"}], "12 sources, 11 February – 17 March 2026"),
    ("numberRanges", [[3, 1, 2, 2]], "1–3"),
    ("numberRanges", [[1, 2, 4, 6, 7, 8]], "1, 2, 4, 6–8"),
    ("ago", ["2026-05-20", "2026-11-26"], "six months ago"),
    ("ago", ["2023-11-20", "2026-11-26"], "three years ago"),
]


def test_figures_and_days_are_put_into_words(at_desk: Desk) -> None:
    at_desk.open()
    call = "async ([name, given]) => (await import('/assets/js/wording.js'))[name](...given)"
    said = [at_desk.page.evaluate(call, [name, given]) for name, given, _ in WORDINGS]
    assert said == [words for *_, words in WORDINGS]


def test_a_filter_in_use_can_be_removed_above_the_question(at_desk: Desk) -> None:
    at_desk.open()
    at_desk.page.get_by_text("Filters", exact=True).click()
    at_desk.page.get_by_label("Outlet").first.select_option("Harbour Times")
    at_desk.page.get_by_label("Answer as if today were").fill("2026-05-01")
    chips = at_desk.page.locator(".filter-chip")
    expect(chips).to_have_text(["Remove Harbour Times×", "Remove As if today were 1 May 2026×"])
    chips.first.click()
    expect(chips).to_have_count(1)
    expect(chips).to_be_focused()
    at_desk.ask("Did the ferry Marisol sound its horn?")
    at_desk.answered()
    for _ in "asked", "opened again":
        expect(at_desk.page.locator(".narrowed")).to_have_text("as if today were 1 May 2026")
        at_desk.page.reload()
        at_desk.answered()


def test_the_day_is_named_only_where_the_archive_is_old(at_desk: Desk) -> None:
    at_desk.open()
    expect(at_desk.page.get_by_placeholder("Ask about your")).to_have_count(1)
    at_desk.ask("Did the ferry Marisol sound its horn?")
    at_desk.answered()
    newest = at_desk.api.get("/v1/stats").json()["newest"][:10]
    expect(at_desk.page.locator(".foot")).to_contain_text("The newest article here is of")
    expect(at_desk.page.locator(".narrowed")).to_have_count(0)
    at_desk.page.get_by_placeholder("Ask a follow-up").wait_for()
    at_desk.page.get_by_text("Filters", exact=True).click()
    at_desk.page.get_by_label("Answer as if today were").fill(newest)
    at_desk.ask("Did the ferry Marisol sound its horn?")
    at_desk.answered(2)
    expect(at_desk.page.locator(".foot").last).not_to_contain_text("The newest article here is of")


def test_a_deleted_conversation_leads_to_a_new_one(at_desk: Desk) -> None:
    at_desk.open("/c/01c480fe")
    expect(at_desk.page.locator(".trouble")).to_contain_text("This conversation was deleted.")
    at_desk.page.get_by_role("link", name="Ask in a new one").click()
    at_desk.page.locator(".latest").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_button_is_named_for_what_it_does(at_desk: Desk, scheme: Any) -> None:
    other = {"light": "dark", "dark": "light"}[scheme]
    at_desk.page.emulate_media(color_scheme=scheme)
    at_desk.open()
    at_desk.page.get_by_role("button", name=f"Switch to {other} theme").click()
    expect(at_desk.page.get_by_role("button", name=f"Switch to {scheme} theme")).to_be_visible()
