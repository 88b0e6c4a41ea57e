import re

import pytest

from onrecord.assistant.attribution.cues import CUE_LEMMAS, STANCES, adjective_cue, noun_cue, verb_cue
from onrecord.assistant.language.parser import parser


@pytest.mark.parametrize(
    ("sentence", "word", "lemma", "stance"),
    [
        ("Roe said it fell.", "said", "say", "says"),
        ("Roe denied that it fell.", "denied", "deny", "denies"),
        ("Roe ruled out a second bridge.", "ruled", "rule out", "denies"),
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


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("Roe griped that it fell.", "griped", "gripe"),
        ("Roe has texted that it fell.", "texted", "text"),
        ("Roe blogged that it fell.", "blogged", "blog"),
        ("Roe foretold that it would fall.", "foretold", "foretell"),
        ("Roe hoped that it fell.", "hoped", "hope"),
        ("Roe made it clear that it fell.", "made", "make clear"),
        ("Roe made the bridge.", "made", None),
    ],
)
def test_a_cue_has_a_dictionary_word(sentence: str, word: str, lemma: str | None) -> None:
    cue = verb_cue(next(t for t in parser()(sentence) if t.text == word))
    assert (cue.lemma if cue else None) == lemma


def test_cue_lemmas_are_written_as_words() -> None:
    assert [lemma for lemma in CUE_LEMMAS - {":"} if not re.fullmatch(r"[a-z-]+( [a-z]+)?", lemma)] == []


@pytest.mark.parametrize(("frame", "stance"), [("that", "asks"), ("to", "orders")])
def test_the_stance_depends_on_the_content(frame: str, stance: str) -> None:
    cue = verb_cue(parser()("Roe asked whether it fell.")[1])
    assert cue is not None and cue.stances[frame] == stance
