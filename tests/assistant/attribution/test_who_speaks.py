"""Only who speaks is a speaker. `who_speaks.txt` has sentences, each with all of its statements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.assistant.attribution import extract_statements

SENTENCES = Path(__file__).with_name("who_speaks.txt")
Row = tuple[str, str, str]  # speaker, stance and words of the content


def sentences() -> Iterator[tuple[str, list[Row]]]:
    found: list[tuple[str, list[Row]]] = []
    for line in filter(None, SENTENCES.read_text(encoding="utf-8").splitlines()):
        if line.startswith("    "):
            speaker, stance, words = line.strip().split(" | ")
            found[-1][1].append((speaker, stance, words))
        elif not line.startswith("#"):
            found.append((line, []))
    yield from found


def statements_of(text: str) -> list[Row]:
    found = extract_statements(text)
    named = [s.speaker_name or (text[s.speaker.start : s.speaker.end] if s.speaker else "-") for s in found]
    return [(name, s.stance, text[s.content.start : s.content.end]) for name, s in zip(named, found, strict=True)]


def is_same(found: list[Row], expected: list[Row]) -> bool:
    """Whether the statements are the expected ones, in any order."""
    left = list(found)
    for speaker, stance, words in expected:
        match = next((f for f in left if f[:2] == (speaker, stance) and words in f[2]), None)
        if match is None:
            return False
        left.remove(match)
    return not left


ALL = list(sentences())
READ = [(text, rows) for text, rows in ALL if not text.startswith("?")]
MISREAD = [(text.removeprefix("? "), rows) for text, rows in ALL if text.startswith("?")]


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_who_speaks(sentence: str, expected: list[Row]) -> None:
    found = statements_of(sentence.replace(" // ", "\n\n"))
    assert is_same(found, expected), found


@pytest.mark.xfail(strict=True, reason="the parser joins the words in another way")
@pytest.mark.parametrize(("sentence", "expected"), MISREAD)
def test_who_speaks_where_the_parser_errs(sentence: str, expected: list[Row]) -> None:
    assert is_same(statements_of(sentence.replace(" // ", "\n\n")), expected)
