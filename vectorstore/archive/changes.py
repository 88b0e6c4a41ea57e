"""The changes between two versions of an article, by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from sqlalchemy import select

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.tables import passages
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article

CONTEXT = 1  # unchanged sentences before and after a change
MIN_ALIKE = 0.4  # share of words that a removed and an added sentence have in common, to be shown as one sentence that was changed
WORDS = re.compile(r"\s+|\S+")
FACTS = ("title", "url", "publisher", "authors", "published_at")


@dataclass(frozen=True)
class Change:
    """`kind` is `same`, `removed` or `added`. `text` is a sentence, some words of one, or `…` for several unchanged sentences."""

    kind: str
    text: str


def compared(archive: Archive, article_id: str, pair: Sequence[int] = ()) -> tuple[Article, Article]:
    """The two versions to compare: the pair of version numbers, or without a pair the latest version and the one before it.

    Raises:
        BadInput: `pair` has one number, or the article has one version.
        NotFound: there is no such article or version.
    """
    latest = archive.article(article_id)
    if not pair and latest.version == 1:
        raise BadInput(f"article {article_id} has one version; there is nothing to compare it with")
    if len(pair) not in (0, 2):
        raise BadInput("give two versions to compare: onrecord show ID --diff 1 2; or none, to compare the last two")
    old, new = pair or (latest.version - 1, latest.version)
    return archive.article(article_id, old), archive.article(article_id, new)


def changes(archive: Archive, old: Article, new: Article) -> list[Change]:
    """The removed and added sentences in order, each with its neighbours. Empty if both texts are the same."""
    before, after = sentences(archive, old), sentences(archive, new)
    found: list[Change] = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            found += shortened(before[a:b], first=a == 0, last=b == len(before))
        else:
            found += [Change("removed", s) for s in before[a:b]] + [Change("added", s) for s in after[c:d]]
    return found if any(c.kind != "same" for c in found) else []


def shortened(run: Sequence[str], first: bool, last: bool) -> list[Change]:
    """Consecutive unchanged sentences, of which only those beside a change are kept."""
    head, tail = run[: 0 if first else CONTEXT], run[max(0 if first else CONTEXT, len(run) - (0 if last else CONTEXT)) :]
    cut = ["…"] if len(head) + len(tail) < len(run) else []
    return [Change("same", s) for s in [*head, *cut, *tail]]


def by_words(found: Sequence[Change]) -> list[list[Change]]:
    """The pieces of each sentence. A removed sentence and the added one in its place are one sentence, of which only the other words are changed."""
    shown: list[list[Change]] = []
    for same, run in groupby(found, key=lambda c: c.kind == "same"):
        if same:
            shown += [[c] for c in run]
            continue
        changed = list(run)
        removed, added = ([c for c in changed if c.kind == kind] for kind in ("removed", "added"))
        for old, new in zip_longest(removed, added):
            shown += changed_words(old.text, new.text) if old and new else [[old or new]]
    return shown


def changed_words(old: str, new: str) -> list[list[Change]]:
    """One sentence with its changed words, or two sentences if they have too little in common."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < MIN_ALIKE:
        return [[Change("removed", old)], [Change("added", new)]]
    pieces: list[Change] = []
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            pieces.append(Change("same", "".join(before[a:b])))
        else:
            pieces += [Change(kind, text) for kind, text in (("removed", "".join(before[a:b])), ("added", "".join(after[c:d]))) if text]
    return [pieces]


def fact_changes(old: Article, new: Article) -> dict[str, tuple[object, object]]:
    return {name: (was, now) for name in FACTS if (was := getattr(old, name)) != (now := getattr(new, name))}


def sentences(archive: Archive, article: Article) -> list[str]:
    query = select(passages.c.sentences).where(passages.c.article_id == article.article_id, passages.c.version == article.version)
    with archive.engine.connect() as db:
        spans = [s for found in db.execute(query.order_by(passages.c.start)).scalars() for s in found]
    return [article.text[start:end] for start, end in spans]
