"""Fetches web pages: safely for this computer, and without much load for the sites.

Each host name is resolved once, also after a redirect. The address must be public, and the connection uses this address. Proxies from the
environment are not used, because they would resolve the name again. Size and time are limited, and robots.txt is obeyed.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import httpcore

from onrecord.ingest.web.refusals import NotFetched, NotPublic, OutOfOrder, Refused, answered
from onrecord.ingest.web.robots import Robots

USER_AGENT = "onrecord/0.1 (news archive; reads articles for its user)"
MAX_BYTES = 10_000_000  # bytes of a page after decompression
SECONDS = 20.0  # time for a page with its redirects
MAX_REDIRECTS = 5
PAUSE = 1.0  # seconds between two requests to a host, unless its robots.txt asks for more
MAX_PAUSE = 30.0  # seconds, even if robots.txt asks for more
PORTS = {"http": 80, "https": 443}
NOT_PUBLIC = ipaddress.ip_network("192.0.0.0/24")  # range for protocol assignments; one cloud provider has its metadata service there
EMBEDDED = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")  # IPv6 ranges that embed an IPv4 address
UNQUOTED = "/%:@!$&'()*+,;=-._~?[]"  # characters that need no quoting in a path or a query

Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True)
class Fetched:
    """A page. `url` is the target of the last redirect. `body` is decompressed. An `unchanged` page has no body and no other fields."""

    url: str
    body: bytes
    content_type: str
    validators: dict[str, str]  # ETag and Last-Modified, for the next request
    unchanged: bool = False


def resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet. An IPv6 address that embeds a private IPv4 address is not."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in ipaddress.ip_network(n) for n in EMBEDDED):
            return False
    elif ip in NOT_PUBLIC:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class PinnedBackend(httpcore.SyncBackend):
    """Resolves a host once and connects to the resulting address, if it is public. Certificates are still checked against the host name."""

    def __init__(self, look_up: Resolve, allow_private: bool) -> None:
        super().__init__()
        self.look_up, self.allow_private = look_up, allow_private

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        try:
            addresses = list(self.look_up(host, port))
        except (OSError, UnicodeError) as e:
            raise NotFetched(f"no site is found at {host} ({getattr(e, 'strerror', None) or e}); check the address, or try again later") from None
        inside = [a for a in addresses if not is_public(a)]
        if not addresses or (inside and not self.allow_private):
            raise NotPublic(f"{host} has {f'the address {inside[0]}' if inside else 'no address'}, which is not on the open internet; ONRECORD_FETCH_PRIVATE=true allows it")
        return super().connect_tcp(addresses[0], port, *args, **kwargs)


class Fetcher:
    """Fetches pages one at a time, with a pause between two requests to one host.

    Args:
        allow_private: allow private, loopback and link-local addresses, and any port.
        look_up: resolves a host to addresses. Default: the system's resolver.
        pause: seconds between two requests to one host.
    """

    def __init__(self, allow_private: bool = False, look_up: Resolve = resolve, pause: float = PAUSE) -> None:
        self.allow_private, self.pause = allow_private, pause
        self._pool = httpcore.ConnectionPool(network_backend=PinnedBackend(look_up, allow_private), max_connections=4, retries=0)
        self._robots: dict[str, Robots | OutOfOrder] = {}
        self._next: dict[str, float] = {}

    def close(self) -> None:
        self._pool.close()

    def fetch(self, url: str, validators: Mapping[str, str] | None = None) -> Fetched:
        """Fetch a page and follow its redirects.

        Args:
            validators: the validators of an earlier answer, so that the server does not send an unchanged page again.

        Raises:
            NotFetched: fetching the page is not allowed or fails, or the page is too large or too slow.
        """
        deadline = time.monotonic() + SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            parts = self._allowed(url)
            url = urlunsplit(parts)
            self._obey_robots(parts, url, deadline)
            found = self._get(url, conditional_headers(validators or {}), deadline)
            if isinstance(found, Fetched):
                return found
            url = found
        raise NotFetched(f"more than {MAX_REDIRECTS} redirects; open the page in a browser, save it there and ingest the saved file")

    def _allowed(self, url: str) -> SplitResult:
        try:
            parts = to_ascii(urlsplit(url))
            port = parts.port
        except (ValueError, UnicodeError):
            raise NotFetched("invalid URL; check the address") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise NotFetched(f"only http:// and https:// URLs are fetched{f', not {parts.scheme}:' if parts.scheme else ''}; save the page and ingest the file")
        if "@" in parts.netloc:
            raise NotFetched("URLs with a user name are not fetched; leave it out, or save the page and ingest the file")
        if not self.allow_private and port not in (None, PORTS[parts.scheme]):
            raise NotFetched(f"port {port} is not allowed; only 80 and 443 are; set ONRECORD_FETCH_PRIVATE=true for an intranet")
        return parts

    def _obey_robots(self, parts: SplitResult, url: str, deadline: float) -> None:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            try:
                self._robots[site] = self._read_robots(site, deadline)
            except OutOfOrder as e:
                self._robots[site] = e
        rules = self._robots[site]
        if isinstance(rules, OutOfOrder):
            raise rules
        if not rules.allows(url):
            raise NotFetched(f"{site}/robots.txt forbids it; if you may read the page, save it in a browser and ingest the file")
        now = time.monotonic()
        time.sleep(max(0.0, self._next.get(site, now) - now))
        self._next[site] = time.monotonic() + min(MAX_PAUSE, max(self.pause, rules.delay))

    def _read_robots(self, site: str, deadline: float) -> Robots:
        """The rules of a site (RFC 9309). A site without a robots.txt (4xx) forbids nothing.

        Raises:
            OutOfOrder: the rules cannot be read at present, because the server has an error. Then no page is fetched in this run.
            NotFetched: the server does not answer.
        """
        url = f"{site}/robots.txt"
        try:
            for _ in range(MAX_REDIRECTS + 1):
                found = self._get(url, [], deadline)
                if isinstance(found, Fetched):
                    return Robots(found.body)
                url = urlunsplit(self._allowed(found))
        except Refused:
            return Robots()
        except OutOfOrder as e:
            raise OutOfOrder(f"{site}/robots.txt cannot be read, so no page of the site is fetched: {e}") from None
        return Robots()

    def _get(self, url: str, headers: list[tuple[str, str]], deadline: float) -> "Fetched | str":
        """The page, or the URL that it redirects to."""
        left = max(0.1, deadline - time.monotonic())
        timeout = {"connect": left, "read": left, "write": left, "pool": left}
        sent = [("Host", urlsplit(url).netloc), ("User-Agent", USER_AGENT), ("Accept-Encoding", "gzip"), ("Accept", "text/html, application/xml;q=0.9, */*;q=0.5"), *headers]
        try:
            with self._pool.stream("GET", url, headers=sent, extensions={"timeout": timeout}) as response:
                fields = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                if response.status in (301, 302, 303, 307, 308) and "location" in fields:
                    return urljoin(url, fields["location"])
                if response.status == 304:
                    return Fetched(url, b"", "", {}, unchanged=True)
                if response.status != 200:
                    out_of_order = response.status >= 500 or response.status == 429
                    raise (OutOfOrder if out_of_order else Refused)(answered(response.status))
                body = read_body(response.iter_stream(), fields.get("content-encoding", ""), deadline)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError, ValueError) as e:
            raise NotFetched(f"{urlsplit(url).hostname} does not answer: {str(e) or type(e).__name__}; check the address, or try again later") from None
        return Fetched(url, body, fields.get("content-type", ""), {k: fields[k] for k in ("etag", "last-modified") if k in fields})


def to_ascii(parts: SplitResult) -> SplitResult:
    """The URL in ASCII: the host in IDNA, other characters percent-encoded, without the fragment."""
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return SplitResult(parts.scheme, netloc, quote(parts.path, safe=UNQUOTED), quote(parts.query, safe=UNQUOTED), "")


def conditional_headers(validators: Mapping[str, str]) -> list[tuple[str, str]]:
    names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
    return [(names[k], v) for k, v in validators.items() if k in names and "\n" not in v and "\r" not in v]


def read_body(chunks: Iterable[bytes], encoding: str, deadline: float) -> bytes:
    """The decompressed body. Raises NotFetched if it is too large, too slow, or compressed in another way than requested."""
    if encoding.lower() not in ("", "identity", "gzip"):
        raise NotFetched(f"the server compressed it as {encoding}, which was not requested; save the page in a browser and ingest the file")
    unpack = zlib.decompressobj(wbits=31) if encoding.lower() == "gzip" else None
    body = bytearray()
    for chunk in chunks:
        try:
            body += unpack.decompress(chunk, MAX_BYTES + 1 - len(body)) if unpack else chunk
        except zlib.error:
            raise NotFetched("its gzip data is broken; try again later") from None
        if len(body) > MAX_BYTES or (unpack and unpack.unconsumed_tail):
            raise NotFetched(f"larger than {MAX_BYTES // 1_000_000} MB; save its text as a .txt file and ingest that")
        if time.monotonic() > deadline:
            raise NotFetched(f"fetching it took longer than {SECONDS:.0f} s; try again later")
    return bytes(body)
