"""Statements of an article: read once by the extractor, then kept in the archive with the extractor's version."""

from dataclasses import asdict
from typing import Any

from assistant.attribution import EXTRACTOR_VERSION, Span, Statement, extract_statements
from vectorstore.archive import Archive
from vectorstore.records import Article


def read_statements(archive: Archive, article: Article) -> list[Statement]:
    kept = archive.statements(article, EXTRACTOR_VERSION)
    if kept is None:
        found = extract_statements(article.text)
        archive.put_statements(article, EXTRACTOR_VERSION, [asdict(s) for s in found])
        return found
    return [_statement(facts) for facts in kept]


def _statement(facts: dict[str, Any]) -> Statement:
    spans = {name: Span(**facts[name]) if facts[name] else None for name in ("content", "speaker", "cue")}
    return Statement(**facts | spans | {"chain": tuple(facts["chain"])})
