"""Splits a text into sentences and passages. Both are exact spans in the stored text."""

from collections.abc import Iterator

Span = tuple[int, int]

PASSAGE_CHARACTERS = 700  # about 150 tokens, where the embedding model's limit is 256
SENTENCE_CHARACTERS = 900  # a longer sentence is cut between words, so that every passage fits the model


def split(text: str) -> list[tuple[int, int, list[Span]]]:
    """Passages `(start, end, sentence spans)` in order. They contain every sentence of the text, and no passage cuts a sentence."""
    passages: list[tuple[int, int, list[Span]]] = []
    current: list[Span] = []
    for span in sentences(text):
        if current and span[1] - current[0][0] > PASSAGE_CHARACTERS:
            passages.append((current[0][0], current[-1][1], current))
            current = []
        current.append(span)
    if current:
        passages.append((current[0][0], current[-1][1], current))
    return passages


def sentences(text: str) -> Iterator[Span]:
    """The spans of sentences, without the white space around them. The end of a paragraph always ends a sentence."""
    from nupunkt import sent_spans

    at = 0
    for paragraph in text.split("\n"):
        for start, end in sent_spans(paragraph) if paragraph.strip() else ():
            yield from cut_long(text, *trim(text, at + start, at + end))
        at += len(paragraph) + 1


def trim(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > SENTENCE_CHARACTERS:
        space = text.rfind(" ", start + 1, start + SENTENCE_CHARACTERS)
        cut = space if space > start else start + SENTENCE_CHARACTERS
        yield trim(text, start, cut)
        start = trim(text, cut, end)[0]
    if end > start:
        yield start, end
