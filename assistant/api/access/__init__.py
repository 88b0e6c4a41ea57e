"""Who may call, from where and how often: keys, the guard and rate limits."""

from onrecord.assistant.api.access.guard import LOOPBACK, Guard
from onrecord.assistant.api.access.keys import PREFIX, Keys
from onrecord.assistant.api.access.limits import Limits

__all__ = [
    "LOOPBACK",
    "PREFIX",
    "Guard",
    "Keys",
    "Limits",
]
