"""How often, and how many at once: by the name of a key."""

import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from onrecord.vectorstore.errors import BadInput, Busy


class Limits:
    """Args:
        rate: such as `60/minute`.
        concurrent: requests under way at once.

    Raises:
        BadInput: the rate cannot be read.
    """

    def __init__(self, rate: str, concurrent: int) -> None:
        try:
            self._rate = parse(rate)
        except ValueError:
            raise BadInput(f"ONRECORD_RATE is {rate!r}; write N/second, N/minute, N/hour or N/day") from None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._concurrent = concurrent
        self._under_way: Counter[str] = Counter()
        self._counting = threading.Lock()

    @contextmanager
    def admit(self, name: str) -> Iterator[None]:
        """Raises Busy, with when it may be tried again."""
        with self._counting:
            if self._under_way[name] >= self._concurrent:
                raise Busy(f"{self._concurrent} requests with this key are under way already", retry_seconds=1)
            if not self._limiter.hit(self._rate, name):
                wait = math.ceil(self._limiter.get_window_stats(self._rate, name).reset_time - time.time())
                raise Busy(f"this key may make {self._rate} requests; the next in {max(1, wait)} s", retry_seconds=max(1, wait))
            self._under_way[name] += 1
        try:
            yield
        finally:
            with self._counting:
                self._under_way[name] -= 1
