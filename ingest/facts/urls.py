"""Makes the canonical URL of an article from any tracking, AMP or mobile form. The canonical URL identifies the article."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import normalize_url

# These patterns match full names in lower case. courlan's patterns also match `gallery`, `glossary` or `eid`, which identify articles.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|itm|vero|oly|hsa|guce|ns|at)_\w+|(?:fb|g|dc|tw|y|ms|wb|gb|li_fat_|msclk|irclick)(?:clid|aid|raid|id)|_ga|_gl|mc_[ce]id|s?_?kwcid|mkt_tok"
    r"|igsh(?:id)?|cmpid|ocid|icid|ito|smid|smtyp|xtor|ref_?(?:src|url)|referr?er|guccounter|spm|share_?(?:token|id|source)|output_?type|amp(?:_\w+)?"
)
AMBIGUOUS = re.compile(r"cid|cmp|ref|source|src|partner|share|feature")  # these are tracking parameters, unless the value is a number: a number may identify the article
AMP_CACHE = re.compile(r"https?://(?:www\.google\.[a-z.]{2,6}/amp/s/|[a-z0-9-]+\.cdn\.ampproject\.org/[cv]/s/)(?=.)", re.IGNORECASE)
AMP_PATH = re.compile(r"(?:/amp(?=/?$))|\.amp(?=(?:\.html?)?$)|^/amp(?=/[^/]+/)", re.IGNORECASE)
MOBILE_HOST = re.compile(r"^(?:amp|m|mobile)\.(?=[^.]+\.[^.]+)", re.IGNORECASE)


def canonical_url(url: str | None) -> str | None:
    """The canonical form that all addresses of one article share. No page may exist at this address, so readers get the original address.

    None if the URL identifies no article, because it is not http(s) or is a front page.
    """
    if not url:
        return None
    try:
        parts = urlsplit(normalize_url(urlsplit(AMP_CACHE.sub("https://", url.strip()))._replace(query=""), strict=True))
        query = kept_query(urlsplit(url.strip()).query)
        port = parts.port
    except (ValueError, AttributeError):
        return None
    path = AMP_PATH.sub("", parts.path)
    if parts.scheme not in ("http", "https") or not parts.hostname or (path in ("", "/") and not query):
        return None
    plain_host = MOBILE_HOST.sub("www.", parts.netloc)
    return urlunsplit((parts.scheme if port else "https", plain_host, path, query, ""))


def kept_query(query: str) -> str:
    """The query without tracking parameters, sorted."""
    return urlencode(sorted((name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not is_tracking(name.lower(), value)))


def is_tracking(name: str, value: str) -> bool:
    return bool(TRACKING.fullmatch(name) or (AMBIGUOUS.fullmatch(name) and not value.isdecimal()))
