"""The gate's rules. Each compares a claim with the text it cites and returns a `Fault`, or None."""

from collections.abc import Callable

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.additions import check_cause, check_exceptions, check_offices
from onrecord.assistant.gate.rules.attribution import check_attribution, check_exchanged_speakers, owning_statement, speaker_of
from onrecord.assistant.gate.rules.doubt import check_doubt
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.gate.rules.figures import check_bounds, check_exchanged_figures, check_numbers
from onrecord.assistant.gate.rules.literal import check_dates, check_names, check_units
from onrecord.assistant.gate.rules.meaning import check_modality, check_negation, check_roles
from onrecord.assistant.gate.rules.quotation import QUOTED, check_ellipses, check_quotes, normalize_quotes
from onrecord.assistant.gate.rules.substitutions import check_substitutions

RULES: tuple[Callable[[Pair], Fault | None], ...] = (
    check_quotes, check_ellipses, check_numbers, check_bounds, check_exchanged_figures, check_dates, check_names, check_substitutions, check_units, check_roles, check_negation, check_modality, check_doubt,
    check_cause, check_exceptions, check_offices, check_attribution, check_exchanged_speakers,
)  # fmt: skip

__all__ = [
    "QUOTED",
    "RULES",
    "Fault",
    "check_attribution",
    "check_bounds",
    "check_cause",
    "check_dates",
    "check_ellipses",
    "check_exceptions",
    "check_exchanged_figures",
    "check_exchanged_speakers",
    "check_numbers",
    "check_offices",
    "check_quotes",
    "check_substitutions",
    "check_units",
    "normalize_quotes",
    "owning_statement",
    "speaker_of",
]
