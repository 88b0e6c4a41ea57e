"""Fetching: nothing inside is ever connected to, and what is fetched is capped."""

import gzip
import http.server
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from onrecord.ingest.web import fetch
from onrecord.ingest.web.fetch import Fetcher, is_public
from onrecord.ingest.web.refusals import NotFetched

CONNECTED: list[Any] = []
sys.addaudithook(lambda event, args: CONNECTED.append(args[1]) if event == "socket.connect" else None)

LITERALS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.53", "127.255.255.254", "0.0.0.0", "0",
    "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]",
    "[ff02::1]", "[2001:db8::1]", "[100::1]", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.254", "169.254.169.254",
    "169.254.170.2", "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "0x0a000001",
]  # fmt: skip
URLS = [
    *(f"http://{host}/" for host in LITERALS),
    "https://127.0.0.1/", "http://127.0.0.1:22/", "http://127.0.0.1:6379/", "http://news.example@127.0.0.1/", "http://user:pass@127.0.0.1/", "http://127.0.0.1#@news.example/",
    "http://127.0.0.1\\@news.example/", "http://[::1]:80/", "http:/127.0.0.1/", "http:127.0.0.1", "//127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/", "dict://127.0.0.1:11211/stat", "data:text/html,<p>x", "javascript:alert(1)", "jar:http://127.0.0.1!/", "ldap://127.0.0.1", "http://", "http://[", "http://news.example:99999/",
    "http://news.example:8080/", "http://inside.example/", "http://mixed.example/", "http://127.0.0.1\r\nX: y/", "http://127.0.0.1%00.news.example/", "",
]  # fmt: skip
NAMES = {"inside.example": ["10.1.2.3"], "mixed.example": ["93.184.215.14", "127.0.0.1"]}


@dataclass
class Site:
    """A real server on this machine: pages by path, and what it was asked."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [p for p, _ in self.asked if p != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            status, headers, body = made.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()


def look_up(host: str, port: int) -> list[str]:
    return NAMES[host] if host in NAMES else fetch.resolve(host, port)


@pytest.mark.parametrize("url", URLS)
def test_nothing_inside_is_connected_to(url: str) -> None:
    assert len(URLS) >= 60
    CONNECTED.clear()
    with pytest.raises(NotFetched):
        Fetcher(look_up=look_up, pause=0).fetch(url)
    assert [a for a in CONNECTED if isinstance(a, tuple) and a[1] != 53] == []


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111"])
def test_the_open_internet_is_allowed(address: str) -> None:
    assert is_public(address)


def test_a_name_is_looked_up_once_a_connection(site: Site) -> None:
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    site.pages["/a"] = 200, {}, b"<p>A</p>"
    found = Fetcher(True, rebinding, 0).fetch(f"http://news.example:{site.port}/a")
    assert found.body == b"<p>A</p>" and len(looked_up) == len(site.asked) == 2, "robots.txt and the page, each by a connection of its own"
    assert site.asked[-1][1]["host"] == f"news.example:{site.port}"


def test_a_redirect_is_checked_like_an_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here; where it leads does not."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(fetch, "PORTS", {"http": site.port, "https": 443})
    for target in ("http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//10.0.0.1/", "http://[::1]/", "http://127.0.0.1:1/"):
        site.pages["/a"] = 302, {"Location": target}, b""
        CONNECTED.clear()
        with pytest.raises(NotFetched):
            Fetcher(pause=0).fetch(site.url("/a"))
        assert {a[:2] for a in CONNECTED if isinstance(a, tuple)} <= {("127.0.0.1", site.port)}


def test_redirects_are_followed_to_an_end_and_not_for_ever(site: Site) -> None:
    site.pages |= {"/a": (301, {"Location": "/b"}, b""), "/b": (200, {}, b"B"), "/c": (302, {"Location": "/c"}, b"")}
    found = Fetcher(True, pause=0).fetch(site.url("/a"))
    assert (found.url, found.body) == (site.url("/b"), b"B")
    with pytest.raises(NotFetched, match="redirects"):
        Fetcher(True, pause=0).fetch(site.url("/c"))


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_size_is_capped_packed_or_not(site: Site, headers: dict[str, str]) -> None:
    body = b"a" * (fetch.MAX_BYTES + 1)
    site.pages["/a"] = 200, headers, gzip.compress(body) if headers else body
    with pytest.raises(NotFetched, match="larger than 10 MB"):
        Fetcher(True, pause=0).fetch(site.url("/a"))


def test_what_is_packed_otherwise_or_broken_is_refused(site: Site) -> None:
    site.pages |= {"/a": (200, {"Content-Encoding": "br"}, b"x"), "/b": (200, {"Content-Encoding": "gzip"}, b"no gzip")}
    for path, reason in (("/a", "not requested"), ("/b", "broken")):
        with pytest.raises(NotFetched, match=reason):
            Fetcher(True, pause=0).fetch(site.url(path))


def test_time_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            time.sleep(0.01)
            yield b"a"

    monkeypatch.setattr(fetch, "SECONDS", 0.1)
    with pytest.raises(NotFetched, match="took longer"):
        fetch.read_body(drip(), "", time.monotonic() + fetch.SECONDS)


def test_robots_txt_is_obeyed_and_asked_once(site: Site) -> None:
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"), "/a": (200, {}, b"A"), "/private/b": (200, {}, b"B")}
    fetcher = Fetcher(True, pause=0)
    assert fetcher.fetch(site.url("/a")).body == b"A"
    with pytest.raises(NotFetched, match="forbids"):
        fetcher.fetch(site.url("/private/b"))
    assert [p for p, _ in site.asked] == ["/robots.txt", "/a"]


def test_a_host_is_given_time_between_two_requests(site: Site) -> None:
    site.pages["/a"] = 200, {}, b"A"
    fetcher = Fetcher(True, pause=0.3)
    began = time.monotonic()
    for _ in range(3):
        fetcher.fetch(site.url("/a"))
    assert time.monotonic() - began >= 0.6


def test_a_page_that_is_gone_or_down_says_so(site: Site) -> None:
    with pytest.raises(NotFetched, match="answered 404"):
        Fetcher(True, pause=0).fetch(site.url("/a"))
    with pytest.raises(NotFetched, match="does not answer"):
        Fetcher(True, pause=0).fetch("http://127.0.0.1:1/")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_cannot_be_read_keeps_us_out(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": (status, {}, b""), "/a": (200, {}, b"A")}
    fetcher = Fetcher(True, pause=0)
    for _ in range(2):
        with pytest.raises(NotFetched, match="no page of the site is fetched"):
            fetcher.fetch(site.url("/a"))
    assert [p for p, _ in site.asked] == ["/robots.txt"], "it is asked once, and the page never"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_a_robots_txt_forbids_nothing(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": (status, {}, b""), "/a": (200, {}, b"A")}
    assert Fetcher(True, pause=0).fetch(site.url("/a")).body == b"A"


def test_robots_txt_is_followed_where_it_moved(site: Site) -> None:
    site.pages |= {"/robots.txt": (301, {"Location": "/rules.txt"}, b""), "/rules.txt": (200, {}, b"User-agent: *\nDisallow: /*secret"), "/a": (200, {}, b"A")}
    fetcher = Fetcher(True, pause=0)
    assert fetcher.fetch(site.url("/a")).body == b"A"
    with pytest.raises(NotFetched, match="forbids"):
        fetcher.fetch(site.url("/b/secret"))
