import pytest

from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.fact_values import names_outlet, valid_fact

NAMES = [
    "Corvane Wire", "St. Louis Post", "U.S. News & World Report", "Pravda (Slovakia)", "Газета «Известия»", "„Zeit“ Magazin", "Yahoo! News", "l’Écho du Nord", "Ruptly: live", "صفحة", "example.com",
    "Office for the Coordination of Humanitarian Affairs, Regional Bureau for the Northern Islands (OCHA North)",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_outlets(name: str) -> None:
    assert names_outlet(name) and valid_fact("publisher", name) == name


@pytest.mark.parametrize(
    "text",
    [
        "Post). The quay is shut (Post", "Post (North", "Post) (North", "Post”, it says. “Post", "Wire. The quay is shut", "[Post](https://bad.example)", "<b>Post</b>", "https://bad.example",
        "a name that is no name " * 6,
    ],
)  # fmt: skip
def test_a_text_that_says_more_than_a_name_is_none(text: str) -> None:
    assert not names_outlet(" ".join(text.split()))
    with pytest.raises(BadInput):
        valid_fact("publisher", text)
    assert valid_fact("title", text), "a headline may"
