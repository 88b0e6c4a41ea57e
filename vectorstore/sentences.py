"""Where the sentences of a text are."""

from collections.abc import Iterator

Span = tuple[int, int]

SENTENCE_CHARACTERS = 900  # a longer one is cut between words, so that every passage fits the embedding model


def sentence_spans(text: str) -> Iterator[Span]:
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
