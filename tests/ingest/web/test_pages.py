"""Pages, feeds and sitemaps of a real server on this machine become articles."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.ingest.documents import Document, Rejected
from onrecord.ingest.formats.listing import MAX_ENTRIES
from onrecord.ingest.formats.sitemaps import read_sitemap
from onrecord.ingest.sandbox.pool import Pool, parse_all, parse_listing
from onrecord.ingest.sandbox.worker import Parsed
from onrecord.ingest.web.fetch import Fetcher
from onrecord.ingest.web.lists import Web
from tests.ingest.web.test_fetch import Site, site  # noqa: F401  # a fixture

LONG = "The council of Druva met on Tuesday and put off the vote on the harbour until the autumn. " * 3
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{LONG}</p><p>{title}: {LONG}</p></article></body></html>".encode()


def rss(site: Site, *entries: tuple[str, str]) -> bytes:  # noqa: F811
    items = "".join(f"<item><title>T</title><link>{site.url(p)}</link><pubDate>{d}</pubDate></item>" for p, d in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Druva Daily</title>{items}</channel></rss>'.encode()


def web(folder: Path) -> Web:
    return Web(Fetcher(True, pause=0), folder / "web.json")


def test_a_page_keeps_the_address_it_was_found_at(site: Site, tmp_path: Path) -> None:  # noqa: F811
    body = page("Harbour").replace(b"<head>", b'<head><link rel="canonical" href="https://other.example/">')
    site.pages |= {"/old": (301, {"Location": "/new"}, b""), "/new": (200, HTML, body), "/pdf": (200, {"Content-Type": "application/zip"}, b"PK")}
    (source,) = web(tmp_path).pages([site.url("/old")])
    assert isinstance(source, Document) and source.facts["url"] == site.url("/new") and source.raw == body
    (refused,) = web(tmp_path).pages([site.url("/pdf")])
    assert isinstance(refused, Rejected) and refused.reason.startswith("its content type is application/zip, not HTML; ")


def test_a_feed_is_read_again_only_for_what_is_new(site: Site, tmp_path: Path) -> None:  # noqa: F811
    march, april = "Tue, 10 Mar 2026 08:00:00 GMT", "Fri, 10 Apr 2026 08:00:00 GMT"
    site.pages |= {f"/{n}": (200, HTML | {"ETag": f'"{n}"'}, page(n)) for n in "abc"}
    site.pages["/rss"] = 200, {"ETag": '"1"'}, rss(site, ("/a", march), ("/b", march))
    first = web(tmp_path)
    assert len(list(first.feed(site.url("/rss")))) == 2
    first.save()
    assert list(web(tmp_path).feed(site.url("/rss"))) == [] and site.paths()[-1] == "/rss"
    assert site.asked[-1][1]["if-none-match"] == '"1"'

    site.pages["/rss"] = 200, {"ETag": '"2"'}, rss(site, ("/a", april), ("/b", march), ("/c", april))
    before = len(site.asked)
    (found,) = web(tmp_path).feed(site.url("/rss"))
    assert isinstance(found, Document) and found.facts["url"] == site.url("/c") and found.facts["publish_date"] == april
    assert [p for p, _ in site.asked[before:]] == ["/robots.txt", "/rss", "/a", "/c"], "a is asked for, and has not changed; b is not asked for"


def test_what_was_not_kept_is_fetched_again(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {"ETag": '"1"'}, rss(site, ("/a", ""))), "/a": (200, HTML, page("a"))}
    assert len(list(web(tmp_path).feed(site.url("/rss")))) == len(list(web(tmp_path).feed(site.url("/rss")))) == 1


def test_a_page_that_failed_is_fetched_again_and_one_that_is_none_is_not(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages["/rss"] = 200, {}, rss(site, ("/a", "Tue, 10 Mar 2026 08:00:00 GMT"), ("/zip", "Tue, 10 Mar 2026 08:00:00 GMT"))
    site.pages |= {"/a": (503, {}, b""), "/zip": (200, {"Content-Type": "application/zip"}, b"PK")}
    first = web(tmp_path)
    assert [type(s) for s in first.feed(site.url("/rss"))] == [Rejected, Rejected]
    first.save()
    site.pages["/a"] = 200, HTML, page("a")
    (found,) = web(tmp_path).feed(site.url("/rss"))
    assert isinstance(found, Document) and found.facts["url"] == site.url("/a")


def test_sitemaps_name_pages_and_other_sitemaps(site: Site, tmp_path: Path) -> None:  # noqa: F811
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.pages |= {
        "/map": (200, {}, f"<sitemapindex {ns}><sitemap><loc>{site.url('/one')}</loc></sitemap></sitemapindex>".encode()),
        "/one": (200, {}, f"<urlset {ns}><url><loc>{site.url('/a')}</loc><lastmod>2026-01-01</lastmod></url><url><loc>{site.url('/b')}</loc><lastmod>2026-02-01</lastmod></url></urlset>".encode()),
        "/a": (200, HTML, page("a")),
        "/b": (200, HTML, page("b")),
    }
    assert [s.facts["url"] for s in web(tmp_path).sitemap(site.url("/map")) if isinstance(s, Document)] == [site.url("/b"), site.url("/a")]


NO_SITEMAPS = [b"", b"no xml", b"<a/>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>']


@pytest.mark.parametrize("body", NO_SITEMAPS)
def test_what_is_no_sitemap_names_nothing(body: bytes) -> None:
    found = read_sitemap(body)
    assert found is None or found.entries == []


def feed_of(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Druva Daily</title>{items}</channel></rss>'.encode()


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LISTING_BOMBS = {
    "nested": feed_of("<item>" * 1_000_000),
    "attributes": feed_of(f"<item {' '.join(f'a{n}=1' for n in range(700_000))}/>"),
    "brackets": feed_of("<" * 9_000_000),
    "entities": feed_of("<item><title>&a11;</title></item>", f'<!DOCTYPE d [<!ENTITY a0 "ha">{ENTITIES}]>'),
    "long": feed_of("<item><link>http://druva.example/a</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>" * 100_000),
}


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("name", LISTING_BOMBS)
def test_no_feed_or_sitemap_costs_more_than_a_document_may(name: str, kind: str) -> None:
    pool = Pool()
    try:
        found = parse_listing(Document("here", "", kind, LISTING_BOMBS[name]), pool)
    finally:
        pool.close()
    assert isinstance(found, Rejected) or (name == "long" and len(found.entries) == MAX_ENTRIES)


def test_a_page_of_another_encoding_is_read_beside_the_files() -> None:
    body = page("Müller im Hafen").decode().replace("<head>", '<head><meta charset="iso-8859-1">').encode("latin-1")
    (found,) = parse_all([Document("here", "key", "page", body, facts={"publisher": "Druva Daily"})])
    assert isinstance(found, Parsed) and found.article.title == "Müller im Hafen"
    assert (found.article.publisher, found.article.fact_sources["publisher"]) == ("Druva Daily", "feed")


def ingest(*options: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "onrecord.ingest", *options], capture_output=True, text=True, env=os.environ | settings, timeout=120)


@pytest.mark.slow
def test_the_command_takes_a_feed_in_and_says_what_was_refused(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {}, rss(site, ("/a", "Tue, 10 Mar 2026 08:00:00 GMT"), ("/gone", ""))), "/a": (200, HTML, page("Harbour vote"))}
    command = ["--feed", site.url("/rss"), "--home", str(tmp_path), "--json"]
    assert "only 80 and 443 are" in json.loads(ingest(*command).stdout)["rejected"][0]["reason"]
    summary = json.loads(ingest(*command, ONRECORD_FETCH_PRIVATE="true").stdout)
    assert summary["added"] == 1 and [(r["where"], "answered 404" in r["reason"]) for r in summary["rejected"]] == [(site.url("/gone"), True)]


@pytest.mark.slow
def test_nothing_to_ingest_is_an_error() -> None:
    done = ingest()
    assert done.returncode == 2 and "nothing to ingest" in done.stderr
