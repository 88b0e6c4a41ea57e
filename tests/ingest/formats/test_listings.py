"""Feeds and sitemaps in their dialects: links, titles, texts and facts as a reader would see them."""

import gzip
import json

import pytest

from onrecord.ingest.documents import Document, Rejected
from onrecord.ingest.formats.listing import Entry, Listing, instant
from onrecord.ingest.formats.listings import read_listing
from onrecord.ingest.limits import MAX_UNPACKED_BYTES, OverLimit

AT = "https://hallin.example/feeds/all"
LONG = "".join(f"<p>The night boat of Hallin would not sail on day {n}, the ferry office said.</p>" for n in range(20))


def read(kind: str, body: str | bytes) -> Listing:
    found = read_listing(Document(AT, "", kind, body if isinstance(body, bytes) else body.encode()))
    assert isinstance(found, Listing)
    return found


def rss(item: str, channel: str = "<title>Post</title>") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{channel}<item>{item}</item></channel></rss>"
    )


def first(kind: str, body: str) -> Entry:
    return read(kind, body).entries[0]


@pytest.mark.parametrize("link", ["/boat", "https://hallin.example/boat", "../boat", "//hallin.example/boat"])
def test_a_link_belongs_to_the_address_of_its_feed(link: str) -> None:
    assert first("feed", rss(f"<link>{link}</link>")).url == "https://hallin.example/boat"
    assert first("feed", json.dumps({"items": [{"id": "1", "url": link}]})).url == "https://hallin.example/boat"
    assert first("sitemap", f"<urlset><url><loc>{link}</loc></url></urlset>").url == "https://hallin.example/boat"


@pytest.mark.parametrize(("written", "title"), [
    ("Boat &amp; pier", "Boat & pier"), ("Boat &amp;amp; pier", "Boat & pier"), ("<![CDATA[Boat &amp; pier]]>", "Boat & pier"), ("&lt;b&gt;Boat&lt;/b&gt; stays", "Boat stays"),
    ("5 &lt; 7", "5 < 7"), ("Boat &amp;#8217;s pier", "Boat ’s pier"),
])  # fmt: skip
def test_a_title_is_as_it_reads(written: str, title: str) -> None:
    assert first("feed", rss(f"<title>{written}</title><link>/a</link>")).facts["title"] == title


def test_text_authors_and_outlet_of_an_entry() -> None:
    entry = first("feed", rss(f"<link>/a</link><dc:creator>Ida Rask</dc:creator><description>Short.</description><content:encoded><![CDATA[{LONG}]]></content:encoded>"))
    assert "day 19" in entry.markup and entry.channel == {"publisher": "Post", "authors": ["Ida Rask"]}
    assert first("feed", rss(f"<link>/a</link><description><![CDATA[{LONG}]]></description>")).markup, "a description of full length"
    assert first("feed", rss("<link>/a</link><description><![CDATA[<p>The boat stays.</p>]]></description>")).markup == "", "a teaser"
    sourced = first("feed", rss('<link>/a</link><source url="https://other.example/rss">Other Post</source>'))
    assert sourced.channel["publisher"] == "Other Post"


def test_an_entry_without_a_link_has_its_text_and_one_without_both_is_counted() -> None:
    found = read("feed", rss(f"<guid isPermaLink='false'>7</guid><content:encoded><![CDATA[{LONG}]]></content:encoded></item><item><title>Nothing</title>"))
    assert [(e.url, e.key, bool(e.markup)) for e in found.entries] == [("", "7", True)] and (found.listed, found.unusable) == (2, 1)


def test_a_json_feed() -> None:
    item = {"id": "7", "url": "/a", "title": "Boat &amp; pier", "content_html": LONG, "date_published": "2025-09-07T18:15:00Z", "authors": [{"name": "Ida Rask"}]}
    found = first("feed", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [item, 5, {"id": "none"}]}))
    assert found.facts == {"title": "Boat & pier", "publish_date": "2025-09-07T18:15:00Z"} and found.channel == {"publisher": "Post", "authors": ["Ida Rask"]} and found.markup == LONG
    text = first("feed", json.dumps({"items": [{"id": "7", "content_text": "One <b>.\n\nTwo."}]}))
    assert text.markup == "<p>One &lt;b&gt;.</p><p>Two.</p>" and text.key == "7"


def test_a_sitemap_is_read_packed_or_as_text_or_with_the_facts_of_news() -> None:
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://i"><url><loc>/a</loc>'
        "<news:news><news:publication><news:name>Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2025-09-07</news:publication_date>"
        "<news:title>Boat</news:title></news:news><image:image><image:loc>/i.png</image:loc><image:title>Pier</image:title></image:image></url><url></url></urlset>"
    )
    for body in (news.encode(), gzip.compress(news.encode())):
        found = read("sitemap", body)
        (entry,) = found.entries
        assert entry.facts == {"title": "Boat", "publish_date": "2025-09-07"} and entry.channel == {"publisher": "Post", "language": "en"} and entry.changed == "2025-09-07"
        assert (found.listed, found.unusable) == (2, 1)
    assert [e.url for e in read("sitemap", "https://hallin.example/a\nhttps://hallin.example/b\n").entries] == ["https://hallin.example/a", "https://hallin.example/b"]


def test_what_a_list_is_shows_in_its_content() -> None:
    assert read("sitemap", rss("<link>/a</link>")).kind == "feed" and read("feed", "<urlset><url><loc>/a</loc></url></urlset>").kind == "urlset"


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("body", [b"", b"<html><body>No list</body></html>", b"{}", b'{"items": 5}', b'{"items": [5]}', b"text", b"{"])
def test_what_is_no_list_says_so(kind: str, body: bytes) -> None:
    found = read_listing(Document(AT, "", kind, body))
    assert isinstance(found, Rejected) and "; check the address" in found.reason


def test_a_packed_list_may_not_unpack_for_ever() -> None:
    for body in (gzip.compress(b" " * (MAX_UNPACKED_BYTES + 1)), b"\x1f\x8b no gzip"):
        with pytest.raises(OverLimit):
            read_listing(Document(AT, "", "sitemap", body))


def test_times_are_compared_whatever_their_form() -> None:
    forms = ["2025-09-07", "Sun, 07 Sep 2025 00:00:00 GMT", "2025-09-07T02:00:00+02:00", "2025-09-07T00:00:00Z"]
    assert len({instant(f) for f in forms}) == 1 and instant("") == instant("soon") == 0.0
