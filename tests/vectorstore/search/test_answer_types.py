import pytest

from onrecord.vectorstore.search.answer_types import answer_candidates, asked_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who closed the bridge?", "person"),
        ("Which beloved pop singer left?", "person"),
        ("How many people were hurt?", "number"),
        ("How old is she?", "number"),
        ("What percentage of pupils were absent?", "share"),
        ("How much will the new bridge cost?", "money"),
        ("Which country left the treaty?", "country"),
        ("In which state did it happen?", "state"),
        ("In which city did the ferry sink?", "place"),
        ("Where did the ferry sink?", "place"),
        ("Which film won?", "title"),
        ("Which ferry company was fined?", "name"),
        ("When did the bridge fall?", "date"),
        ("When did the bridge fall? (month and year please)", "date"),
        ("Date of the fall of the bridge?", "date"),
        ("For a timeline I need the exact day on which the bridge fell.", "date"),
        ("Why did the bridge fall?", None),
        ("Did the bridge fall?", None),
        ("What did the mayor say?", None),
    ],
)
def test_kind_that_a_question_asks_for(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("share", "It rose 12.5% and fell 3 percent.", {"12.5", "3"}),
        ("money", "It cost $4.2 million.", {"$4.2 million"}),
        ("number", "Two of 14 boats sank.", {"two", "14"}),
        ("date", "On Monday, 4 March, in 2026", {"monday", "4 march", "2026"}),
        ("country", "Norway and Chad agreed.", {"norway", "chad"}),
        ("state", "In West Virginia it rained.", {"west virginia"}),
        ("person", "Jonas Krey left. The Monday paper was late.", {"jona krey"}),
        ("title", "It is called “the long way home”.", {"the long way home"}),
        (None, "Jonas Krey paid $4.", set()),
    ],
)
def test_candidates_of_each_kind(kind: str | None, text: str, found: set[str]) -> None:
    assert answer_candidates(kind, text, frozenset()) >= found


def test_a_name_that_the_question_gives_is_no_candidate() -> None:
    text = "Mayor Ilse Brandt told Corvane Wire on Monday that Jonas Krey had closed it."
    assert answer_candidates("person", text, frozenset({"mayor", "corvan"})) == {"jona krey"}
    assert answer_candidates("country", "Norway and Chad", frozenset({"chad"})) == {"norway"}
