"""Splits a text into sentences and passages. Both are exact spans in the stored text."""

from onrecord.vectorstore.sentences import SENTENCE_CHARACTERS, Span, sentence_spans

__all__ = ["PASSAGE_CHARACTERS", "SENTENCE_CHARACTERS", "Span", "split"]

PASSAGE_CHARACTERS = 700  # about 150 tokens, where the embedding model's limit is 256


def split(text: str) -> list[tuple[int, int, list[Span]]]:
    """Passages `(start, end, sentence spans)` in order. They contain every sentence of the text, and no passage cuts a sentence."""
    passages: list[tuple[int, int, list[Span]]] = []
    current: list[Span] = []
    for span in sentence_spans(text):
        if current and span[1] - current[0][0] > PASSAGE_CHARACTERS:
            passages.append((current[0][0], current[-1][1], current))
            current = []
        current.append(span)
    if current:
        passages.append((current[0][0], current[-1][1], current))
    return passages
