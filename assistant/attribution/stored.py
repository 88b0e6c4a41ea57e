"""The statements of an article. They are extracted once, during an ingest, and stored in the archive with the extractor's version."""

from dataclasses import asdict
from typing import Any

from onrecord.assistant.attribution.extract import EXTRACTOR_VERSION, extract_statements
from onrecord.assistant.attribution.model import Span, Statement
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.model import Article


class StatementReader:
    """Extracts statements during an ingest. The ingest finds this class by its entry point."""

    version = EXTRACTOR_VERSION

    def read(self, text: str) -> list[Any]:
        return [asdict(s) for s in extract_statements(text)]


def read_statements(archive: Archive, article: Article) -> list[Statement]:
    """The stored statements of an article. If this version of the extractor has stored none, they are extracted now."""
    stored = archive.statements(article, EXTRACTOR_VERSION)
    if stored is None:
        return extract_statements(article.text)
    return [_statement(facts) for facts in stored]


def _statement(facts: dict[str, Any]) -> Statement:
    spans = {name: Span(**facts[name]) if facts[name] else None for name in ("content", "speaker", "cue")}
    return Statement(**facts | spans | {"chain": tuple(facts["chain"])})
