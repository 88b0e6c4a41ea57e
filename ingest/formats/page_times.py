"""Reads the dates that a page states for its own article: in JSON-LD, in its metadata, or in the head of the article.

Dates of other stories, of comments and in the running text are not the article's. A time of change is no time of publication.
"""

from collections.abc import Iterator
from typing import Any

from onrecord.ingest.formats.json_ld import described, is_not_free
from onrecord.ingest.formats.offer_boxes import offer_lines
from onrecord.ingest.formats.page_head import head_dates

PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "article.published", "article_date_original", "originalpublicationdate", "publication_date", "publication-date", "publishdate", "publish-date", "publish_date",
    "published-date", "pubdate", "release_date", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "date",
)  # fmt: skip
UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article.updated", "datemodified", "dc.date.modified", "dcterms.modified", "last-modified", "lastmod",
    "revised", "last-updated",
)  # fmt: skip
LOCKED = ("locked", "metered", "paid", "premium")


def page_times(tree: Any) -> dict[str, Any]:
    """`publish_date` and `updated`, each a list of values by precedence, `outlet` as JSON-LD names it, `_access` if the page says that it is not free, and
    `_offers`, the lines of its offers to subscribe."""
    article, page = described(tree)
    stated, head = dict(metadata(tree)), head_dates(tree)
    published = [article.get("datePublished"), *(stated[n] for n in PUBLISHED if n in stated), *head.published, page.get("datePublished")]
    updated = [article.get("dateModified"), *(stated[n] for n in UPDATED if n in stated), *head.updated, page.get("dateModified")]
    found = {"publish_date": dates(published), "updated": dates(updated), "_unread": head.unclear, "_offers": offer_lines(tree), "outlet": article.get("publisher")}
    access = "isAccessibleForFree: false" if is_not_free(article) or is_not_free(page) else stated.get("article:content_tier", "").lower()
    return {name: value for name, value in found.items() if value} | ({"_access": access} if access and (":" in access or access in LOCKED) else {})


def dates(values: list[Any]) -> list[Any]:
    return list(dict.fromkeys(v for v in values if isinstance(v, str | int | float) and not isinstance(v, bool) and v))


def metadata(tree: Any) -> Iterator[tuple[str, str]]:
    """The names and values of the page's `meta` elements; the first value of a name comes last, so that it counts."""
    for element in reversed(list(tree.iter("meta"))):
        value = element.get("content")
        for name in (element.get(a, "").strip().lower() for a in ("property", "name", "itemprop")):
            if name and value:
                yield name, value.strip()
