"""Access to the server: keys, checks of hosts, origins and body sizes, and rate limits."""

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
