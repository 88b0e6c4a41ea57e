"""The tuned numbers of the reader, in one place: each with its unit, its effect and what it was set on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReaderTuning:
    """One instance, `READER_TUNING`, is used everywhere; an eval result records it as a version."""

    # choose.py: the model is trained with these, except `sentences_beside`: after a change, train it again
    claim_sentences: int = 5  # sentences that a claim is read with
    claim_characters: int = 800  # of those sentences together; a longer first one is read all the same
    sentences_beside: int = 2  # sentences on either side of the nearest one that are read too; on 700 held-out claims the AUC is .80 with them, .79 without
    repeated_word: float = 0.15  # what a word of the claim counts that a chosen sentence has already

    # encode.py: the model is trained with these two as well
    max_text_tokens: int = 96  # tokens of the question or claim
    max_tokens: int = 320  # tokens of a pair

    # reader.py
    max_span_tokens: int = 30  # tokens of an answer's span
    max_logit: float = 20.0  # stands for a sentence that was cut off


READER_TUNING = ReaderTuning()
