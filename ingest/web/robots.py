"""robots.txt: which pages a site lets us fetch, and how often. Wildcards (`*`, `$`) are understood (RFC 9309)."""

from protego import Protego

AGENT = "onrecord"  # our name in robots.txt
MAX_BYTES = 500_000  # of a robots.txt that are read, as RFC 9309 asks at least


class Robots:
    """The rules of one site. Without a robots.txt, every page is allowed."""

    def __init__(self, content: bytes = b"") -> None:
        self._rules = Protego.parse(content[:MAX_BYTES].decode("utf-8", "replace"))

    def allows(self, url: str) -> bool:
        return self._rules.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 where it asks for none."""
        return self._rules.crawl_delay(AGENT) or 0.0
