"""Access to the server: keys, checks of hosts, origins and body sizes, and rate limits."""

from onrecord.assistant.api.access.guard import LOOPBACK, Guard
from onrecord.assistant.api.access.keys import PREFIX, Keys, KeyStore
from onrecord.assistant.api.access.shared import open_keys, open_limits, opened_keys

__all__ = [
    "LOOPBACK",
    "PREFIX",
    "Guard",
    "KeyStore",
    "Keys",
    "open_keys",
    "open_limits",
    "opened_keys",
]
