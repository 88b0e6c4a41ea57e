import pytest

from onrecord.assistant.attribution.extract import extract_statements


def speakers(text: str) -> list[str | None]:
    return [s.speaker_name for s in extract_statements(text)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Maria Vell said it fell. She said it burned.", "Maria Vell"),
        ("Maria Vell said it fell. He said it burned.", None),
        ("Maria Vell said it fell. Anna Roe left. She said it burned.", None),
        ("Maria Vell said it fell. John Roe left. She said it burned.", "Maria Vell"),
        ("Maria Vell said it fell. Vell said it burned.", "Maria Vell"),
        ("Mrs. Vell said it fell. She said it burned.", "Vell"),
        ("Officials said it fell. They said it burned.", "Officials"),
    ],
)
def test_who_the_last_speaker_is(text: str, last: str | None) -> None:
    assert speakers(text)[-1] == last


def test_a_role_stays_with_its_name() -> None:
    statements = extract_statements("Maria Vell, mayor of Druva, said it fell. Vell said it burned.")
    assert [s.speaker_role for s in statements] == ["mayor of Druva"] * 2
