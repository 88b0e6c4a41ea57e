"""Where the excerpt around a sentence begins and ends."""

import pytest

from onrecord.assistant.attribution import Span, extract_statements
from onrecord.assistant.evidence.bounds import excerpt_bounds, is_source_line, whole_quotations
from onrecord.assistant.evidence.model import Sentence
from onrecord.vectorstore.model import Article, Hit, Passage
from onrecord.vectorstore.sentences import sentence_spans


def excerpt(text: str, sentence: str) -> str:
    """What is cited of the text for its first sentence that begins so."""
    spans = tuple(sentence_spans(text))
    start, end = next(s for s in spans if text[s[0] :].startswith(sentence))
    passage = Passage("p", "a", 1, 0, len(text), spans)
    span = excerpt_bounds(Sentence(Hit(passage, Article("a", text, "Ford"), 1.0, ()), start, end), extract_statements(text))
    return text[span.start : span.end]


@pytest.mark.parametrize("dateline", ["DRUVA, Feb 11 (Corvane Wire) — ", "TARNSUND — ", "HALVANE, Varsenia, March 3 – ", "DRUVA, 3 March 2026 (Corvane Wire) – ", "Tarnsund (Coastal Press) – ", "Feb 11 (Reuters) - ", "NEW TARNSUND — ", "HALVERN/DRUVA, April 3 — "])
def test_a_dateline_is_not_part_of_it(dateline: str) -> None:
    assert excerpt(f"{dateline}The ford was closed on Monday. Rain fell.", dateline) == "The ford was closed on Monday."


def test_a_quotation_is_whole() -> None:
    text = "The ford was closed. Jana Ritvel said, “The bridge was mined. Nobody may cross it.” Rain fell."
    for sentence in ("Jana", "Nobody"):
        assert excerpt(text, sentence) == "Jana Ritvel said, “The bridge was mined. Nobody may cross it.”"
    assert excerpt(text, "Rain") == "Rain fell."


def test_a_sentence_that_begins_with_a_pronoun_comes_with_the_one_before_it() -> None:
    text = "Rain fell. Viktor Stanhelm led the works. He was acquitted in May. The mayor left."
    assert excerpt(text, "He was") == "Viktor Stanhelm led the works. He was acquitted in May."


def test_a_pronoun_that_gets_its_name_in_brackets_stands_alone() -> None:
    text = "Jana Ritvel said the ford was closed. She said the bridge was mined."
    assert excerpt(text, "She said") == "She said the bridge was mined."


def test_a_speaker_without_a_name_comes_with_the_sentence_before() -> None:
    text = "The ford was closed. The clerk of the ferry spoke at noon to a crowd. “Nobody may cross it,” he said."
    assert excerpt(text, "“Nobody") == "The clerk of the ferry spoke at noon to a crowd. “Nobody may cross it,” he said."
    two = "Tomas Harle met Ivo Kask at the ford. “Nobody may cross it,” he said."
    assert excerpt(two, "“Nobody") == two


def test_a_new_paragraph_ends_the_reference() -> None:
    assert excerpt("The ford was closed.\nIt rained all day.", "It rained") == "It rained all day."


def test_a_quotation_that_is_too_long_is_cut() -> None:
    text = "Jana Ritvel said, “The bridge was mined. " + "Nobody may cross it. " * 40 + "Stay at home.” Rain fell."
    assert excerpt(text, "Jana") == "Jana Ritvel said, “The bridge was mined."


@pytest.mark.parametrize(
    ("piece", "whole"),
    [
        ("sand, oats and “dry socks", "sand, oats and “dry socks above all”"),
        ("above all” by noon", "“dry socks above all” by noon"),
        ("dry socks", "dry socks"),
        ("sand, oats", "sand, oats"),
    ],
)
def test_a_piece_that_cuts_a_quotation_gets_the_rest_of_it(piece: str, whole: str) -> None:
    text = "The town was short of sand, oats and “dry socks above all” by noon."
    start = text.index(piece)
    span = whole_quotations(text, Span(start, start + len(piece)))
    assert text[span.start : span.end] == whole


@pytest.mark.parametrize(("line", "expected"), [
    ("DRUVA, May 4", True), ("Tarnsund Courier, Wednesday, May 20, 2026.", True), ("HALVERN, 30 April 2026 (Halvern Ledger)", True), ("The vote is on May 4.", False),
    ("Sunday, May 17: Tarnsund 2 Castrine 1", False), ("May 17, Tarnsund 2", False), ("Tarnsund Courier", False),
])  # fmt: skip
def test_a_line_that_only_says_where_and_when_is_no_evidence(line: str, expected: bool) -> None:
    assert is_source_line(line) == expected
