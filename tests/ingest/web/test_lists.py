"""Nothing that a feed or a sitemap lists is forgotten: the newest first, the rest and what failed in the next runs."""

from pathlib import Path

import pytest

from onrecord.ingest.documents import Document, Rejected, Source
from onrecord.ingest.sandbox.pool import parse_all
from onrecord.ingest.sandbox.worker import Parsed
from onrecord.ingest.web import lists
from onrecord.ingest.web.lists import Web
from onrecord.ingest.web.memory import MAX_TRIES
from onrecord.ingest.web.redirects import where_it_led
from tests.ingest.web.test_fetch import Site, site  # noqa: F401  # a fixture
from tests.ingest.web.test_pages import HTML, page, rss, web

FULL = "<p>The council of Druva met on Tuesday and put off the vote on the harbour.</p>" * 2 + "<p>It will meet again in the autumn, its speaker said.</p>"


def urls(found: list[object]) -> list[str]:
    return [d.facts["url"].rpartition("/")[2] for d in found if isinstance(d, Document)]


def sitemap(site: Site, *entries: tuple[str, str]) -> bytes:  # noqa: F811
    body = "".join(f"<url><loc>{site.url(p)}</loc>{f'<lastmod>{d}</lastmod>' if d else ''}</url>" for p, d in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'.encode()


def run(folder: Path, address: str, kind: str = "sitemap", rejected: tuple[Rejected, ...] = ()) -> tuple[list[str], Web]:
    made = web(folder)
    found = list(getattr(made, kind)(address))
    made.save([*rejected, *(d for d in found if isinstance(d, Rejected))])
    return urls(found), made


def test_the_newest_come_first_and_the_rest_in_the_next_run(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(lists, "MAX_PAGES", 2)
    site.pages |= {f"/{n}": (200, HTML, page(n)) for n in "abcde"}
    site.pages["/map"] = 200, {"ETag": '"1"'}, sitemap(site, ("/a", "2025-01-01"), ("/b", ""), ("/c", "2025-03-01"), ("/d", "2025-02-01"), ("/e", ""))
    first, made = run(tmp_path, site.url("/map"))
    assert first == ["c", "d"] and "5 new or changed pages are listed, 2 were looked at" in made.notices[0].message
    second, made = run(tmp_path, site.url("/map"))
    assert second == ["a", "b"] and "3 new or changed pages" in made.notices[0].message
    third, made = run(tmp_path, site.url("/map"))
    assert third == ["e"] and made.notices == []
    assert run(tmp_path, site.url("/map"))[0] == [] and site.asked[-1][1]["if-none-match"] == '"1"', "all was looked at, so the list need not be sent again"


def test_pages_that_fail_do_not_hold_up_those_that_were_not_looked_at(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(lists, "MAX_PAGES", 2)
    site.pages |= {"/c": (200, HTML, page("c")), "/map": (200, {}, sitemap(site, ("/a", ""), ("/b", ""), ("/c", "")))}
    assert run(tmp_path, site.url("/map"))[0] == [] and run(tmp_path, site.url("/map"))[0] == ["c"]


def test_a_page_that_failed_is_tried_again_although_its_feed_has_not_changed(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {"ETag": '"1"'}, rss(site, ("/a", ""))), "/a": (503, {}, b"")}
    assert run(tmp_path, site.url("/rss"), "feed")[0] == []
    site.pages["/a"] = 200, HTML, page("a")
    assert run(tmp_path, site.url("/rss"), "feed")[0] == ["a"]
    assert run(tmp_path, site.url("/rss"), "feed")[0] == [] and site.asked[-1][0] == "/rss" and "if-none-match" in site.asked[-1][1]


def test_a_page_that_gave_no_article_is_tried_again_but_not_for_ever(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {"ETag": '"1"'}, rss(site, ("/a", "Tue, 10 Mar 2026 08:00:00 GMT"))), "/a": (200, HTML | {"ETag": '"a"'}, page("a"))}
    rejected = Rejected(site.url("/a"), "asks for consent")
    tries = [run(tmp_path, site.url("/rss"), "feed", (rejected,))[0] for _ in range(MAX_TRIES + 2)]
    assert tries == [["a"]] * MAX_TRIES + [[]] * 2


def test_all_sitemaps_of_an_index_are_read_in_time(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(lists, "MAX_SITEMAPS", 1)
    children = "".join(f"<sitemap><loc>{site.url(f'/map-{n}')}</loc>{d}</sitemap>" for n, d in (("a", "<lastmod>2025-01-01</lastmod>"), ("b", "<lastmod>2025-02-01</lastmod>"), ("c", "")))
    site.pages["/map"] = 200, {}, f"<sitemapindex>{children}</sitemapindex>".encode()
    site.pages |= {f"/{n}": (200, HTML, page(n)) for n in "abc"} | {f"/map-{n}": (200, {}, sitemap(site, (f"/{n}", ""))) for n in "abc"}
    seen, notices = [], []
    for _ in range(3):
        found, made = run(tmp_path, site.url("/map"))
        seen.append(found)
        notices.append(len(made.notices))
    assert seen == [["b"], ["a"], ["c"]] and notices == [1, 1, 0]
    site.pages["/map-c"] = 200, {}, b"<sitemapindex><sitemap><loc>/map</loc></sitemap></sitemapindex>"
    made = web(tmp_path)
    assert "sitemap index within another" in next(d.reason for d in made.sitemap(site.url("/map")) if isinstance(d, Rejected))


def with_text(site: Site, path: str) -> bytes:  # noqa: F811
    item = f"<item><title>Harbour</title><link>{site.url(path)}</link><content:encoded><![CDATA[{FULL}]]></content:encoded></item>"
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Druva Daily</title>{item}</channel></rss>'.encode()


def parsed(source: object) -> Parsed:
    (found,) = parse_all([source])  # type: ignore[list-item]
    assert isinstance(found, Parsed)
    return found


def test_the_text_of_the_feed_stands_in_for_a_page_that_cannot_be_had(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {}, with_text(site, "/a")), "/a": (403, {}, b"")}
    (source,) = web(tmp_path).feed(site.url("/rss"))
    assert isinstance(source, Source)
    article = parsed(source).article
    assert article.text.endswith("its speaker said.") and "<p>" not in article.text and article.url == site.url("/a") and article.publisher == "Druva Daily"
    assert article.removed[0].rule == "feed-text" and "403" in article.removed[0].text


@pytest.mark.parametrize("body", ["<h1>Your privacy</h1><p>We and our partners use cookies for advertising with your consent.</p>", "<h1>Harbour</h1><p>The council met.</p><p>Subscribe to continue reading</p>"])
def test_the_text_of_the_feed_stands_in_for_a_page_without_the_article(site: Site, tmp_path: Path, body: str) -> None:  # noqa: F811
    site.pages |= {"/rss": (200, {}, with_text(site, "/a")), "/a": (200, HTML, f"<html><body><article>{body}</article></body></html>".encode())}
    (source,) = web(tmp_path).feed(site.url("/rss"))
    assert "its speaker said." in parsed(source).article.text


def test_the_outlet_of_the_page_comes_before_the_title_of_the_feed(site: Site, tmp_path: Path) -> None:  # noqa: F811
    named = page("Harbour").replace(b"<head>", b'<head><meta property="og:site_name" content="The Druva Daily">')
    site.pages |= {"/rss": (200, {}, rss(site, ("/a", ""), ("/b", ""))), "/a": (200, HTML, named), "/b": (200, HTML, page("Harbour"))}
    found = [parsed(d).article for d in web(tmp_path).feed(site.url("/rss"))]
    assert [(a.publisher, a.fact_sources["publisher"]) for a in found] == [("The Druva Daily", "page"), ("Druva Daily", "feed")]


@pytest.mark.parametrize(("asked", "found", "led"), [
    ("https://a.example/story", "https://consent.a.example/?next=/story", "consent"), ("https://a.example/story", "https://a.example/privacy-wall?r=story", "consent"),
    ("https://a.example/story", "https://a.example/login.php", "consent"), ("https://a.example/old/story", "https://a.example/", "front page"),
    ("https://a.example/?p=7", "https://a.example/2025/story", None), ("https://a.example/story", "https://www.a.example/story/", None),
    ("https://a.example/law", "https://a.example/news/new-privacy-law", None), ("https://a.example/privacy", "https://a.example/privacy/", None), ("https://a.example/", "https://www.a.example/", None),
])  # fmt: skip
def test_redirects_that_lead_away_from_the_article(asked: str, found: str, led: str | None) -> None:
    reason = where_it_led(asked, found)
    assert reason is None if led is None else led in (reason or "")


def test_a_redirect_to_a_request_for_consent_is_rejected(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.pages |= {"/story": (302, {"Location": "/consent?next=/story"}, b""), "/consent?next=/story": (200, HTML, page("We ask"))}
    (found,) = web(tmp_path).pages([site.url("/story")])
    assert isinstance(found, Rejected) and "consent" in found.reason
