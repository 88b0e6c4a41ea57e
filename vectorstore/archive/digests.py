"""Hashes that tell the same content again."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FACTS = ("article_id", "text", "title", "publisher", "published_at")


def hash_of(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def digest(facts: Mapping[str, Any]) -> str:
    """Of the facts of an article that make a version: another address of the same page, and when a page was touched, do not."""
    url = facts.get("canonical_url") or facts["url"]
    return hash_of(json.dumps({name: facts[name] for name in FACTS} | {"url": url, "authors": list(facts["authors"])}, sort_keys=True))
