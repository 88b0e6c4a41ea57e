"""Only the dates of the page's own article are its dates."""

import json
from typing import Any

import pytest
from lxml import html

from onrecord.ingest.formats.page_times import page_times

LONG = "The ferry office of Hallin said on Thursday that the night boat would not sail before the pier had been repaired and tested again."


def times(head: str = "", above: str = "", below: str = "", outside: str = "") -> dict[str, Any]:
    page = f"<html><head><title>Boat</title>{head}</head><body>{outside}<article><h1>Boat</h1>{above}<p>{LONG}</p><p>{LONG}</p>{below}</article></body></html>"
    return page_times(html.document_fromstring(page))


def ld(*nodes: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes[0] if len(nodes) == 1 else list(nodes))}</script>'


STORY = {"@type": "NewsArticle", "headline": "Boat", "datePublished": "2025-09-07"}
OTHER = {"@type": "Article", "headline": "Crane", "datePublished": "2019-01-02"}


@pytest.mark.parametrize("page", [
    {"head": ld({"@graph": [{"@type": "WebSite"}, {"@type": "VideoObject", "datePublished": "2018-01-01"}, STORY]})},
    {"head": ld(OTHER, STORY)},
    {"head": ld({"@type": "WebPage", "datePublished": "2018-01-01", "mainEntity": STORY})},
    {"head": ld({"@type": ["Report", "NewsArticle"], "datePublished": "2025-09-07"}) + '<meta property="article:published_time" content="2020-01-01">'},
    {"head": '<meta property="article:published_time" content="2025-09-07">', "above": '<time datetime="2020-01-01">x</time>'},
    {"head": '<meta name="DC.date.issued" content="2025-09-07">'},
    {"above": '<time datetime="2025-09-07">2 hours ago</time>'},
    {"above": "<time>2025-09-07</time>"},
    {"above": '<span class="post-date">2025-09-07</span>'},
    {"above": '<p>Published <time datetime="2025-09-07">7 Sep</time> Updated <time datetime="2025-09-09">9 Sep</time></p>'},
    {"above": '<time class="updated" datetime="2025-09-09">9 Sep</time><time class="published" datetime="2025-09-07">7 Sep</time>'},
    {"above": '<time datetime="2025-09-07">7 Sep</time>', "outside": '<div class="related"><a href="/x">Crane</a><time datetime="2019-01-02">2 Jan</time></div>'},
    {"below": '<time itemprop="datePublished" datetime="2025-09-07">7 Sep</time>'},
])  # fmt: skip
def test_the_articles_own_date_comes_first(page: dict[str, str]) -> None:
    assert times(**page)["publish_date"][0] == "2025-09-07"


@pytest.mark.parametrize("page", [
    {"head": '<meta property="article:modified_time" content="2025-09-07">'},
    {"head": ld(OTHER, OTHER | {"datePublished": "2018-05-05"})},  # two other stories
    {"head": ld({"@type": "VideoObject", "datePublished": "2018-01-01", "uploadDate": "2018-01-01"})},
    {"head": ld({"@type": "ItemList", "itemListElement": [OTHER]})},
    {"outside": '<aside><time datetime="2019-01-02">2 Jan</time></aside>'},
    {"outside": '<nav><time datetime="2019-01-02">2 Jan</time></nav>'},
    {"below": '<ul><li><a href="/x">Crane falls on quay</a> <time datetime="2019-01-02">2 Jan</time></li></ul>'},
    {"above": '<ul><li><a href="/x">Crane falls on quay</a> <time datetime="2019-01-02">2 Jan</time></li></ul>'},
    {"above": '<div><h3><a href="/x">Crane</a></h3><time datetime="2019-01-02">2 Jan</time></div>'},
    {"below": '<section class="comments"><time datetime="2025-09-10">10 Sep</time></section>'},
    {"above": f'<p>{LONG} It was built in <time datetime="1950-01-01">1950</time>.</p>'},
    {"above": "<p>Updated 2 hours ago</p>"},
    {"above": '<p>Last updated: <time datetime="2025-09-09">9 Sep</time></p>'},
    {"outside": '<article><h2>Crane</h2><time datetime="2019-01-02">2 Jan</time></article>'},
])  # fmt: skip
def test_dates_of_others_and_of_changes_are_not_taken(page: dict[str, str]) -> None:
    assert "publish_date" not in times(**page)


def test_times_of_change_are_kept_apart() -> None:
    found = times('<meta property="article:modified_time" content="2025-09-08">', '<p>Updated <time datetime="2025-09-09">9 Sep</time></p>')
    assert found == {"updated": ["2025-09-08", "2025-09-09"]}


def test_several_dates_without_a_label_are_told() -> None:
    found = times(above='<time datetime="2025-09-07">7 Sep</time><time datetime="2025-09-09">9 Sep</time>')
    assert "publish_date" not in found and "2025-09-07 | 2025-09-09" in found["_unread"][0].text


@pytest.mark.parametrize("node", [
    {"@type": 5, "datePublished": []}, [[[]]], {"@graph": None}, {"@type": "NewsArticle", "headline": 5, "datePublished": {"a": 1}, "mainEntityOfPage": [1]}, "text", None,
    {"@type": ["NewsArticle", None], "url": {}, "datePublished": True},
])  # fmt: skip
def test_odd_json_ld_costs_nothing(node: Any) -> None:
    assert "publish_date" not in times(ld(node))


@pytest.mark.parametrize("value", [False, "False", "false", "no"])
def test_a_page_says_that_it_is_not_free(value: Any) -> None:
    assert "_access" in times(ld(STORY | {"isAccessibleForFree": value})) and "_access" not in times(ld(STORY | {"isAccessibleForFree": True}))
