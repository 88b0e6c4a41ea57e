"""Finds the article that a page describes in JSON-LD. Videos, sites and other stories that it mentions also have dates."""

import json
import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest.formats.html_visibility import is_json_ld

ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|Dispatch)$")
PAGE = re.compile(r"\w*Page$")
WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")  # where an article stands in another object; lists of stories are not among them
MAX_NODES = 2000
NOT_FREE = (False, "false", "no", "0", "http://schema.org/false", "https://schema.org/false")
COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")


def described(tree: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON-LD objects of the page's own article and of the page itself. Each is empty if there is none, or if it is not clear which of several it is."""
    nodes = [node for script in tree.iter("script") if is_json_ld(script) for node in objects(script.text or "")]
    article, page = ([n for n in nodes if has_type(n, wanted)] for wanted in (ARTICLE, PAGE))
    return the_one(tree, article), the_one(tree, page)


def objects(block: str) -> Iterator[dict[str, Any]]:
    """The outer objects of a JSON-LD block. A block that does not parse has none."""
    try:
        waiting = [json.loads(COMMENT.sub("", COMMENT.sub("", block)), strict=False)]
    except (ValueError, RecursionError):
        return
    for node in waiting:
        if len(waiting) > MAX_NODES:
            return
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node[name] for name in WITHIN if isinstance(node.get(name), dict | list)]


def has_type(node: dict[str, Any], wanted: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(isinstance(t, str) and wanted.match(t.rpartition("/")[2]) for t in (types if isinstance(types, list) else [types]))


def the_one(tree: Any, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Of several articles, the one that has the page's headline or address; or any of them if all have one date."""
    if len({str(n.get("datePublished")) for n in nodes}) > 1:
        headings = {letters(h.text_content()) for h in tree.iter("h1", "title")}
        address = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
        nodes = [n for n in nodes if letters(n.get("headline")) in headings or address in own_addresses(n)]
    return nodes[0] if len({str(n.get("datePublished")) for n in nodes}) == 1 else {}


def own_addresses(node: dict[str, Any]) -> list[Any]:
    page = node.get("mainEntityOfPage")
    return [a for a in (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page) if isinstance(a, str)]


def letters(text: Any) -> str:
    return "".join(c for c in str(text or "").casefold() if c.isalnum()) or "-"


def is_not_free(node: dict[str, Any]) -> bool:
    """Whether an article, or a part of it, is only for those who pay."""
    parts = node.get("hasPart")
    return any(says_not_free(n) for n in [node, *(parts if isinstance(parts, list) else [parts])])


def says_not_free(node: Any) -> bool:
    free = node.get("isAccessibleForFree") if isinstance(node, dict) else None
    return (free.lower() if isinstance(free, str) else free) in NOT_FREE
