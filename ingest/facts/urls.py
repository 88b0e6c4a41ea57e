"""One address for one article, whatever tracking, AMP or mobile form it was found under. It tells the article again."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import normalize_url

# Whole names: courlan's own patterns also take `gallery`, `glossary` or `eid`, which name articles. In lower case.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|itm|vero|oly|hsa|guce|ns|at)_\w+|(?:fb|g|dc|tw|y|ms|wb|gb|li_fat_|msclk|irclick)(?:clid|aid|raid|id)|_ga|_gl|mc_[ce]id|s?_?kwcid|mkt_tok"
    r"|igsh(?:id)?|cmpid|ocid|icid|ito|smid|smtyp|xtor|ref_?(?:src|url)|referr?er|guccounter|spm|share_?(?:token|id|source)|output_?type|amp(?:_\w+)?"
)
AMBIGUOUS = re.compile(r"cid|cmp|ref|source|src|partner|share|feature")  # tracking, unless the value is a number: then it may name the article
AMP_CACHE = re.compile(r"https?://(?:www\.google\.[a-z.]{2,6}/amp/s/|[a-z0-9-]+\.cdn\.ampproject\.org/[cv]/s/)(?=.)", re.IGNORECASE)
AMP_PATH = re.compile(r"(?:/amp(?=/?$))|\.amp(?=(?:\.html?)?$)|^/amp(?=/[^/]+/)", re.IGNORECASE)
MOBILE_HOST = re.compile(r"^(?:amp|m|mobile)\.(?=[^.]+\.[^.]+)", re.IGNORECASE)


def canonical_url(url: str | None) -> str | None:
    """The address that all forms of one share. It may lead nowhere, so what a reader is given is the address as found.

    None where the URL names no page of its own: it is none of the web, or a front page.
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
    """Without what only says how a reader came; in one order."""
    return urlencode(sorted((name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not tracks(name.lower(), value)))


def tracks(name: str, value: str) -> bool:
    return bool(TRACKING.fullmatch(name) or (AMBIGUOUS.fullmatch(name) and not value.isdecimal()))
