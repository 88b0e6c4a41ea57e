import pytest

from onrecord.assistant.attribution.cues import STANCES, adjective_cue, noun_cue, verb_cue
from onrecord.assistant.language.parser import parser


@pytest.mark.parametrize(
    ("sentence", "word", "lemma", "stance"),
    [
        ("Roe said it fell.", "said", "say", "says"),
        ("Roe denied that it fell.", "denied", "deny", "denies"),
        ("Roe ruled out a second bridge.", "ruled", "rule_out", "denies"),
        ("Roe drank tea.", "drank", None, None),
    ],
)
def test_verb_cue(sentence: str, word: str, lemma: str | None, stance: str | None) -> None:
    cue = verb_cue(next(t for t in parser()(sentence) if t.text == word))
    assert (cue.lemma, cue.stance) == (lemma, stance) if cue else lemma is None


def test_adjective_and_noun_cues() -> None:
    sure, claim = parser()("Roe is confident that it fell."), parser()("Roe's claim that it fell surprised us.")
    adjective, noun = adjective_cue(sure[2]), noun_cue(claim[2])
    assert adjective is not None and adjective.stance in STANCES
    assert noun is not None and (noun.lemma, noun.stance) == ("claim", "claims")
    assert verb_cue(claim[2]) is None
