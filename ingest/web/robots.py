"""Reads robots.txt: the pages that we may fetch, and how often. Wildcards (`*`, `$`) are supported (RFC 9309)."""

from protego import Protego

AGENT = "onrecord"  # our name in robots.txt
MAX_BYTES = 500_000  # bytes of a robots.txt that are read; RFC 9309 asks for at least this many


class Robots:
    """The rules of one site. Without a robots.txt, every page is allowed."""

    def __init__(self, content: bytes = b"") -> None:
        self._rules = Protego.parse(content[:MAX_BYTES].decode("utf-8", "replace"))

    def allows(self, url: str) -> bool:
        return self._rules.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """The seconds between two requests that the site asks for. 0 if it does not ask."""
        return self._rules.crawl_delay(AGENT) or 0.0
