import pytest

from onrecord.assistant.attribution.model import Span
from onrecord.assistant.attribution.quotation_spans import overlapping, quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “it fell” twice.", ["“it fell”"]),
        ('He said "it fell" twice.', ['"it fell"']),
        ("He said ``it fell'' twice.", ["``it fell''"]),
        ("He said ‘it fell’ twice.", ["‘it fell’"]),
        ("“It fell,” he said. “It burned.”", ["“It fell,”", "“It burned.”"]),
        ("He said “it never “it fell” twice.", ["“it fell”"]),
        ("It’s the dogs’ dinner.", []),
        ("A 6\" pipe fell.", []),
        ("“It fell.\n\nIt rained.", []),
        ("“It fell.\n\n“It burned.”", ["“It fell.", "“It burned.”"]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == quoted


def test_overlapping_spans() -> None:
    quotes = [Span(0, 5), Span(10, 15), Span(20, 25)]
    assert overlapping(quotes, Span(4, 11)) == quotes[:2]
    assert overlapping(quotes, Span(5, 10)) == []
