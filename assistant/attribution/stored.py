"""The statements of an article: extracted once at ingest, then stored in the archive with the extractor's version."""

from dataclasses import asdict
from typing import Any

from onrecord.assistant.attribution.extract import EXTRACTOR_VERSION, extract_statements
from onrecord.assistant.attribution.model import Span, Statement
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.model import Article


class StatementReader:
    """Extracts statements for an ingest, which finds this class by its entry point."""

    version = EXTRACTOR_VERSION

    def read(self, text: str) -> list[Any]:
        return [asdict(s) for s in extract_statements(text)]


def read_statements(archive: Archive, article: Article) -> list[Statement]:
    """The stored statements of an article; extracted now if this version of the extractor has stored none."""
    kept = archive.statements(article, EXTRACTOR_VERSION)
    if kept is None:
        return extract_statements(article.text)
    return [_statement(facts) for facts in kept]


def _statement(facts: dict[str, Any]) -> Statement:
    spans = {name: Span(**facts[name]) if facts[name] else None for name in ("content", "speaker", "cue")}
    return Statement(**facts | spans | {"chain": tuple(facts["chain"])})
