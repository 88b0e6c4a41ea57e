"""Hashes that recognize content which is stored already."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from onrecord.vectorstore.fact_values import USER, host_of

FACTS = ("article_id", "text", "title", "publisher", "published_at")


def hash_of(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def digest_facts(facts: Mapping[str, Any]) -> str:
    """A hash of the facts that define a version of an article.

    Two articles with different addresses of the same page, or different update times, have the same hash. Facts that the user gave for a
    source without them do not count, so that the same source gives the same version also without the user's word.
    """
    url = facts.get("canonical_url") or facts["url"]
    by_user = {name for name, where in (facts.get("fact_sources") or {}).items() if where == USER}
    counted = {name: None if name in by_user else facts[name] for name in FACTS}
    if "publisher" in by_user:
        counted["publisher"] = host_of(facts["url"])  # what is read without the user
    return hash_of(json.dumps(counted | {"url": url, "authors": list(facts["authors"])}, sort_keys=True))
