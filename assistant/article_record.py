"""All that the archive knows of an article, for people and as JSON: its facts, versions, copies and retractions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape

from onrecord.vectorstore.archive import Archive, Change, Copy, Retraction, copies_of, origin_of, retractions_of, standing
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article, Spans

MARKS = {"same": "  ", "removed": "[red]- [/]", "added": "[green]+ [/]"}


@dataclass(frozen=True)
class Record:
    article: Article
    latest: int  # version
    copies: Sequence[Copy]
    origin: Article  # the earliest of the copies, or the article itself
    retractions: Sequence[Retraction]

    @property
    def retraction(self) -> Retraction | None:
        return standing(list(self.retractions))

    def as_json(self) -> dict[str, Any]:
        copies = [{"article_id": c.article.article_id, "share": c.share, **facts_of(c.article)} for c in self.copies]
        told = {"latest": self.latest, "copies": copies, "origin": self.origin.article_id, "retractions": [asdict(r) for r in self.retractions]}
        return asdict(self.article) | told | {"retracted": self.retraction.reason if self.retraction else None}


def facts_of(article: Article) -> dict[str, str | None]:
    return {"publisher": article.publisher, "published_at": article.published_at, "url": article.url}


def read_record(archive: Archive, article_id: str, version: int | None = None) -> Record:
    """Raises NotFound when there is no such article or version."""
    article = archive.article(article_id, version)
    latest = archive.article(article_id).version
    return Record(article, latest, copies_of(archive, article_id), origin_of(archive, article_id), retractions_of(archive, article_id))


def show_record(record: Record, removed: bool) -> None:
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"[bold]{escape(record.article.title)}[/]")
    for line in (*fact_lines(record.article, record.latest), *copy_lines(record)):
        out.print(f"[dim]{escape(line)}[/]")
    for r in record.retractions:
        out.print(f"[bold red]{'retracted' if r.undone_at is None else 'was retracted'}[/] {escape(retraction_line(r))}")
    for kind, spans in (("notice", record.article.corrections), ("broken quotation mark", record.article.broken_quotes)):
        for line in quoted(record.article.text, spans):
            out.print(f"[yellow]{kind}:[/] {escape(line)}")
    out.print()
    if removed:
        for item in record.article.removed:
            out.print(f"{item.rule}: {item.text}", markup=False)
        if not record.article.removed:
            out.print("nothing was taken out")
    else:
        out.print(record.article.text, markup=False)


def fact_lines(article: Article, latest: int) -> list[str]:
    """What is known of it, each fact with where it was read."""
    read = article.fact_sources
    named = [
        (article.publisher, "publisher"),
        (", ".join(article.authors), "authors"),
        (f"published {article.published_time or article.published_at}" if article.published_at else "undated", "published_at"),
        (f"updated {article.updated_at}" if article.updated_at else None, "updated_at"),
        (article.language and f"language {article.language}", "language"),
    ]
    facts = " · ".join(f"{value} ({read[name]})" if read.get(name, "none") != "none" else str(value) for value, name in named if value)
    where = " · ".join(dict.fromkeys(u for u in (article.canonical_url, article.url) if u))
    versions = f"version {article.version}" + (f" of {latest}; onrecord show {article.article_id} --diff" if latest > 1 else "")
    return [line for line in (facts, where, versions) if line]


def copy_lines(record: Record) -> list[str]:
    def line(c: Copy) -> str:
        share = "through other copies" if c.share is None else f"{c.share:.0%} of the shorter text"
        origin = " · the earliest" if c.article.article_id == record.origin.article_id else ""
        return f"copy: {c.article.article_id} {' · '.join(f for f in facts_of(c.article).values() if f)} · {share}{origin}"

    earliest = ["the earliest of its copies"] if record.copies and record.origin.article_id == record.article.article_id else []
    return earliest + [line(c) for c in record.copies]


def retraction_line(r: Retraction) -> str:
    return f"{r.retracted_at[:10]}: {r.reason}" + (f" (undone {r.undone_at[:10]})" if r.undone_at else "")


def quoted(text: str, spans: Spans) -> list[str]:
    """Each span with some of what surrounds it, where it is too short to be understood."""
    return [" ".join(text[start : max(end, start + 60)].split("\n")[0].split()) for start, end in spans]


def show_changes(old: Article, new: Article, found: Sequence[Change], facts: Mapping[str, tuple[object, object]]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    out.print(f"[bold]version {old.version} → version {new.version}[/] {escape(new.title)}")
    for name, (was, now) in facts.items():
        out.print(f"{name}: {was or '—'} → {now or '—'}", markup=False)
    for change in found:
        out.print(MARKS[change.kind] + escape(change.text))
    if not found:
        out.print("the text is the same")


def passage(text: str, start: int | None, end: int | None) -> str | None:
    """`text[start:end]` in code points, None where no range was given.

    Raises:
        BadInput: half a range, or one outside the text.
    """
    if start is None and end is None:
        return None
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise BadInput(f"start and end must hold 0 ≤ start < end ≤ {len(text)}, the length of the text in code points")
    return text[start:end]
