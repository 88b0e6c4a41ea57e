"""A pronoun is resolved where little doubt is left. Elsewhere the sentence stays as it is."""

import pytest

from onrecord.assistant.answer_text import read_claims
from onrecord.assistant.answer_text.pronouns import resolve_pronouns


@pytest.mark.parametrize(
    ("before", "sentence", "read_as"),
    [
        ("Mayor Oona Vell praised Ivo Kask.", "She left on Monday.", "Mayor Oona Vell left on Monday."),
        ("Ivo Kask founded Filum in 2009.", "He sold it later.", "Ivo Kask sold it later."),
        ("The port of Hrabin was shut.", "It will open in May.", "The port of Hrabin will open in May."),
        ("The port was shut.", "Its director resigned.", "The port's director resigned."),
        ("The farmers met the minister.", "They want more money.", "The farmers want more money."),
        ("The farmers met the minister.", "Their leader left.", "The farmers' leader left."),
        ("The health ministry wants a ban.", "The ministry ordered a study.", "The health ministry ordered a study."),
        ("Ivo Kask and Oona Vell were chosen.", "Both accepted.", "Ivo Kask and Oona Vell accepted."),
        ("Ivo Kask and Oona Vell were chosen.", "The former accepted; the latter resigned.", "Ivo Kask accepted; Oona Vell resigned."),
        ("What did the inspectors find?", "They found rust.", "The inspectors found rust."),
    ],
)
def test_a_subject_is_written_out(before: str, sentence: str, read_as: str) -> None:
    assert resolve_pronouns(sentence, [before]) == read_as


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The port was shut.", "It is clear that nobody was hurt."),
        ("The port was shut.", "It took two days."),
        ("The port was shut.", "The mayor says that she will resign."),
        ("The port was shut.", "She will resign."),  # nobody is named
        ("Bram Tollik and Wim Tollik were chosen.", "He resigned."),  # either may be meant
        ("Mayor Oona Vell praised Ivo Kask.", "The judge left."),
        ("Oona Vell left.", "Ivo Kask thanked her."),  # not the subject
    ],
)
def test_in_doubt_it_stays(before: str, sentence: str) -> None:
    assert resolve_pronouns(sentence, [before]) == sentence


def test_a_chain_of_pronouns_keeps_its_referent() -> None:
    *_, last = read_claims("Mayor Oona Vell promised money. She saw the valley. She took office in May.")
    assert last.text == "She took office in May." and last.told == "Mayor Oona Vell took office in May."


def test_a_sentence_that_a_source_has_word_for_word_keeps_its_pronoun() -> None:
    *_, last = read_claims("Mayor Oona Vell left. She was born in Hrabin.")
    assert last.read_by(["Ivo Kask left."]) == "Mayor Oona Vell was born in Hrabin."
    assert last.read_by(["Ivo Kask left.", "Oona Vell resigned. She was born in Hrabin."]) == "She was born in Hrabin."
