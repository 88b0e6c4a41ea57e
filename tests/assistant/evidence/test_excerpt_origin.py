"""A pasted excerpt over the whole turn."""

from onrecord.assistant.turn import Assistant, answer_turn

EXCERPT = "first shots in last month’s clash at Hrabin Ford were “probably, though not certainly” fired from the eastern, Ishkaran bank of the Kes"


def test_the_article_is_cited_with_its_headline_outlet_and_day(assistant: Assistant) -> None:
    answer = answer_turn(assistant, f"Which article is this excerpt from: “{EXCERPT}”?", as_of="2026-05-25").answer
    assert answer.status == "served" and {c.verdict for c in answer.claims} == {"supported"}
    cited = answer.citations[0]
    assert cited.title.startswith("Observers: first burst") and cited.publisher == "The Northbank Post" and cited.published_at == "2026-03-17"
    assert "(The Northbank Post, 17 March 2026)" in answer.text and "fired from the eastern" in cited.cited_text


def test_an_excerpt_of_no_article_is_declined(assistant: Assistant) -> None:
    asked = "Which newspaper is this from: “The eel has gone from the lake after twenty years, and a farmer who missed it was not heard by anybody”?"
    answer = answer_turn(assistant, asked, as_of="2026-05-25").answer
    assert answer.status == "abstained" and not answer.citations
