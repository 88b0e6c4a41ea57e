"""Hashes that recognize content which is stored already."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FACTS = ("article_id", "text", "title", "publisher", "published_at")


def hash_of(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def digest_facts(facts: Mapping[str, Any]) -> str:
    """A hash of the facts that define a version of an article.

    Two articles with different addresses of the same page, or different update times, have the same hash.
    """
    url = facts.get("canonical_url") or facts["url"]
    return hash_of(json.dumps({name: facts[name] for name in FACTS} | {"url": url, "authors": list(facts["authors"])}, sort_keys=True))
