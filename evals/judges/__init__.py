"""Support for judges that are slow or may fail: parallel calls, retries and a cache."""

from onrecord.evals.judges.cache import CachedJudge, open_cache
from onrecord.evals.judges.patient import Recorder, ask_ahead, estimate, make_patient, pairs_of_rows

__all__ = [
    "CachedJudge",
    "Recorder",
    "ask_ahead",
    "estimate",
    "make_patient",
    "open_cache",
    "pairs_of_rows",
]
