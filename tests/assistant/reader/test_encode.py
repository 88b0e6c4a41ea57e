"""A pair of texts as tokens."""

from onrecord.assistant.reader import NOWHERE, READER_TUNING, encode_pair

SENTENCES = ("Seventeen people died.", "Schools stay closed.")


def test_each_token_of_text_b_knows_its_sentence_and_place() -> None:
    pair = encode_pair("How many died?", SENTENCES)
    placed = [p for p in pair.places if p != NOWHERE]
    assert [n for n, _, _ in placed] == sorted(n for n, _, _ in placed)
    assert SENTENCES[0][placed[0][1] : placed[0][2]] == "Seventeen"
    assert SENTENCES[1][placed[-1][1] : placed[-1][2]] == "."


def test_text_a_comes_first_and_is_marked() -> None:
    pair = encode_pair("How many died?", SENTENCES)
    assert pair.types == tuple(sorted(pair.types))
    assert len(pair.ids) == len(pair.types) == len(pair.places)
    assert all(place == NOWHERE for place, kind in zip(pair.places, pair.types, strict=True) if kind == 0)


def test_long_texts_are_cut() -> None:
    pair = encode_pair("why " * 500, ["word " * 2_000])
    assert len(pair.ids) == READER_TUNING.max_tokens
    assert pair.types.count(0) == READER_TUNING.max_text_tokens + 2


def test_odd_text_is_read() -> None:
    assert encode_pair("", [""]).ids
    assert encode_pair("\ufffd \U0001f600", ["\u200f", "ﬁn"]).ids
