"""The spaCy pipeline is loaded whole, or not at all."""

import pytest

from onrecord.assistant.language.parser import MAX_PIECE, cut_at_lines, parse_texts, parser


def test_ctrl_c_while_the_model_is_looked_up_is_not_a_missing_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("spacy.util.importlib_metadata.distribution", interrupted)
    parser.cache_clear()
    try:
        nlp = parser()  # nothing asks there; spacy.load does, and says E050: no such model
    finally:
        parser.cache_clear()
    assert [s.text for s in nlp("Rain came.\nIt stayed.").sents] == ["Rain came.\n", "It stayed."]


def test_a_long_text_is_parsed_in_pieces_of_whole_lines() -> None:
    line = "“The dam will hold,” Mayor Ilse Brandt said on Monday. Nobody in the valley believed her.\n"
    long = line * (2 * MAX_PIECE // len(line))
    short = "A short one.\nIt has two lines."
    assert [len(piece) <= MAX_PIECE for piece in cut_at_lines(long)] == [True] * 2 and "".join(cut_at_lines(long)) == long
    one, other = parse_texts([long, short])
    assert one.text == long and other.text == short
    sentences = [s.text.strip() for s in one.sents if s.text.strip()]
    assert set(sentences) == {s.text.strip() for s in next(parse_texts([line])).sents if s.text.strip()}
    assert len(sentences) == 2 * long.count("\n")
    endless = "word " * MAX_PIECE  # without a line's end
    assert next(parse_texts([endless])).text == endless
