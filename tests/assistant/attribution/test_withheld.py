import pytest

from onrecord.assistant.attribution.withheld import is_withheld, names_nobody
from onrecord.assistant.language.parser import parser


@pytest.mark.parametrize(
    ("sentence", "verb", "withheld"),
    [
        ("Roe said it fell.", "said", False),
        ("Roe did not say it fell.", "say", True),
        ("Roe has yet to say why it fell.", "say", True),
        ("Roe failed to say why it fell.", "say", True),
        ("Roe did not fail to say why it fell.", "say", False),
        ("Not only did Roe say it fell.", "say", False),
        ("Roe stopped short of saying it fell.", "saying", True),
        ("Roe did not leave, saying it fell.", "saying", False),
        ("It is not true that Roe said it fell.", "said", True),
    ],
)
def test_a_withheld_statement(sentence: str, verb: str, withheld: bool) -> None:
    assert is_withheld(next(t for t in parser()(sentence) if t.text == verb)) is withheld


@pytest.mark.parametrize(
    ("sentence", "speaker", "nobody"),
    [
        ("Nobody said it fell.", "Nobody", True),
        ("No official said it fell.", "official", True),
        ("Not everyone said it fell.", "everyone", True),
        ("Roe, not Vale, said it fell.", "Roe", False),
        ("No 10 said it fell.", "10", False),
    ],
)
def test_who_is_nobody(sentence: str, speaker: str, nobody: bool) -> None:
    assert names_nobody(next(t for t in parser()(sentence) if t.text == speaker)) is nobody
