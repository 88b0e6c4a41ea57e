import pytest

from onrecord.assistant.attribution.speakers import speaker_of_noun, speaker_of_verb
from onrecord.assistant.language.parser import parser


def named(sentence: str, word: str, find) -> str | None:  # type: ignore[no-untyped-def]
    speaker = find(next(t for t in parser()(sentence) if t.text == word))
    return sentence[speaker.span.start : speaker.span.end] if speaker else None


@pytest.mark.parametrize(
    ("sentence", "verb", "speaker"),
    [
        ("Nadia Roe said it fell.", "said", "Nadia Roe"),
        ("It was announced by Nadia Roe that it fell.", "announced", "Nadia Roe"),
        ("Nadia Roe rose, adding that it fell.", "adding", "Nadia Roe"),
        ("Nadia Roe said it fell, adding that nobody was hurt.", "adding", "Nadia Roe"),
        ("Nadia Roe, who said it fell, left on Monday.", "said", "Nadia Roe, who"),
        ("Nadia Roe sent a letter saying it fell.", "saying", "Nadia Roe"),
        ("The flood left voters to wonder what fell.", "wonder", "voters"),
        ("It rained.", "rained", "It"),
    ],
)
def test_speaker_of_a_verb(sentence: str, verb: str, speaker: str) -> None:
    assert named(sentence, verb, speaker_of_verb) == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Nadia Roe's claim that it fell surprised us.", "Nadia Roe"),
        ("The claim by Nadia Roe that it fell surprised us.", "Nadia Roe"),
        ("Nadia Roe made the claim that it fell.", "Nadia Roe"),
        ("The claim that it fell surprised us.", None),
    ],
)
def test_speaker_of_a_noun(sentence: str, speaker: str | None) -> None:
    assert named(sentence, "claim", speaker_of_noun) == speaker
