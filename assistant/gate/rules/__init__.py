"""The gate's rules, each a function from a claim pair to a fault or None."""

from onrecord.assistant.gate.rules.literal import (
    QUOTED,
    RULES,
    Fault,
    attribution_kept,
    dates_hold,
    numbers_hold,
    owning_statement,
    plain_quotes,
    quotes_verbatim,
    speaker_of,
    units_hold,
    words_in_place,
    words_shared,
)

__all__ = [
    "QUOTED",
    "RULES",
    "Fault",
    "attribution_kept",
    "dates_hold",
    "numbers_hold",
    "owning_statement",
    "plain_quotes",
    "quotes_verbatim",
    "speaker_of",
    "units_hold",
    "words_in_place",
    "words_shared",
]
