import pytest

from onrecord.assistant.question.mentions import find_mentions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What did Jana Ritvel say?", [("Jana Ritvel", "person")]),
        ("What did Mayor Ritvel say?", [("Ritvel", "person")]),
        ("Who runs the Corvane Wire?", [("Corvane Wire", "body")]),
        ("What happened at the Velmaran Ministry of Defence?", [("Velmaran Ministry of Defence", "body")]),
        ("What happened in Tolmara?", [("Tolmara", "place")]),
        ("Did Tolmara answer?", [("Tolmara", "unknown")]),
        ("Tolmara's count was higher.", [("Tolmara", "unknown")]),
        ("Yesterday it rained.", []),
        ("What fell on Monday in March?", []),
    ],
)
def test_names_and_their_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert [(m.name, m.kind) for m in find_mentions(text)] == found


@pytest.mark.parametrize(("name", "gender"), [("Maria Vell", "f"), ("John Kask", "m"), ("Mrs Vell", "f"), ("King Kask", "m"), ("Oona Vell", None)])
def test_gender_by_first_name_or_title(name: str, gender: str | None) -> None:
    (mention,) = find_mentions(f"What did {name} say?")
    assert mention.gender == gender
