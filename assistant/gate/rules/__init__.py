"""The gate's rules. Each compares a claim with the text it cites and returns a `Fault`, or None."""

from collections.abc import Callable

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.attribution import check_attribution, owning_statement, speaker_of
from onrecord.assistant.gate.rules.doubt import check_doubt
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.literal import QUOTED, check_dates, check_names, check_numbers, check_quotes, check_units, normalize_quotes
from onrecord.assistant.gate.rules.meaning import check_modality, check_negation, check_roles
from onrecord.assistant.gate.rules.substitutions import check_substitutions

RULES: tuple[Callable[[Pair], Fault | None], ...] = (
    check_quotes, check_numbers, check_dates, check_names, check_substitutions, check_units, check_roles, check_negation, check_modality, check_doubt,
    check_attribution,
)  # fmt: skip

__all__ = [
    "QUOTED",
    "RULES",
    "Fault",
    "check_attribution",
    "check_dates",
    "check_numbers",
    "check_quotes",
    "check_substitutions",
    "check_units",
    "normalize_quotes",
    "owning_statement",
    "speaker_of",
]
