"""Judges that are slow or may fail: asked side by side, retried, cached."""

from onrecord.evals.judges.cache import CachedJudge, opened_cache
from onrecord.evals.judges.patient import Recorder, ask_ahead, careful, estimate, to_ask

__all__ = [
    "CachedJudge",
    "Recorder",
    "ask_ahead",
    "careful",
    "estimate",
    "opened_cache",
    "to_ask",
]
