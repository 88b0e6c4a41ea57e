"""The statements of an article. They are extracted once, during an ingest, and stored in the archive with the extractor's version."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.assistant.attribution.extract import EXTRACTOR_VERSION, extract_statements, readable
from onrecord.assistant.attribution.model import Span, Statement
from onrecord.assistant.language import parse_texts
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.model import Article

BATCH_CHARACTERS = 10_000  # a parse takes 1 to 2 KB of memory per character, and five times as many are no faster


class StatementReader:
    """Extracts statements during an ingest. The ingest finds this class by its entry point."""

    version = EXTRACTOR_VERSION

    def read(self, texts: Sequence[str]) -> list[list[Any]]:
        docs = (doc for batch in batches(texts) for doc in parse_texts([readable(text) for text in batch]))
        return [[asdict(s) for s in extract_statements(text, doc)] for text, doc in zip(texts, docs, strict=True)]


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts that are parsed at once, which is a fifth faster than one by one: up to `BATCH_CHARACTERS`, and at least one text."""
    batch: list[str] = []
    for text in texts:
        if batch and sum(map(len, batch)) + len(text) > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def read_statements(archive: Archive, article: Article) -> list[Statement]:
    """The stored statements of an article. If this version of the extractor has stored none, they are extracted now."""
    stored = archive.statements(article, EXTRACTOR_VERSION)
    if stored is None:
        return extract_statements(article.text)
    return [_statement(facts) for facts in stored]


def _statement(facts: dict[str, Any]) -> Statement:
    spans = {name: Span(**facts[name]) if facts[name] else None for name in ("content", "speaker", "cue")}
    return Statement(**facts | spans | {"chain": tuple(facts["chain"])})
