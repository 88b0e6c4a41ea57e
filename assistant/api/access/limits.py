"""Limits of each key: requests in a period, and requests at the same time."""

import math
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, parse

from onrecord.vectorstore.errors import BadInput, Busy


def parse_rate(rate: str) -> RateLimitItem:
    """Raises BadInput if the rate is malformed."""
    try:
        return parse(rate)
    except ValueError:
        raise BadInput(f"invalid ONRECORD_RATE {rate!r}; write N/second, N/minute, N/hour or N/day") from None


def too_many_at_once(concurrent: int) -> Busy:
    return Busy(f"{concurrent} requests with this key are in progress already", retry_seconds=1)


def too_often(rate: RateLimitItem, wait: int) -> Busy:
    return Busy(f"the limit of this key is {rate}; retry in {max(1, wait)} s", retry_seconds=max(1, wait))


class Limits:
    """Counts the requests of each key in this process. It does not look at the time of day, which can jump and then lock a key out for hours.

    Args:
        rate: such as `60/minute`.
        concurrent: maximum number of requests in progress at the same time.

    Raises:
        BadInput: the rate is malformed.
    """

    def __init__(self, rate: str, concurrent: int) -> None:
        self._rate = parse_rate(rate)
        self._admitted: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=self._rate.amount))  # when, by key; only as many as the rate allows
        self._concurrent = concurrent
        self._in_progress: Counter[str] = Counter()
        self._counting = threading.Lock()

    @contextmanager
    def admit(self, name: str) -> Iterator[None]:
        """Count a request while the block runs. Raises Busy with the seconds after which to retry."""
        with self._counting:
            if self._in_progress[name] >= self._concurrent:
                raise too_many_at_once(self._concurrent)
            admitted, now = self._admitted[name], time.monotonic()
            first = admitted[0] if admitted else now
            if len(admitted) == self._rate.amount and (wait := first + self._rate.get_expiry() - now) > 0:
                raise too_often(self._rate, math.ceil(wait))
            admitted.append(now)
            self._in_progress[name] += 1
        try:
            yield
        finally:
            with self._counting:
                self._in_progress[name] -= 1
