"""When to answer and when not: both errors in one table, by the threshold of answerability. `make bench-retrieval` prints it.

A question about a later event is one whose archive ends `CUT_DAYS` before the day that it is asked; what is answered then is a wrong
answer, though a few have an older one. clapnq_dev's questions each have one passage, which answers or does not.
"""

import json
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onrecord.assistant.evidence import EVIDENCE_TUNING, select_evidence
from onrecord.assistant.question import Question, rewrite_question
from onrecord.assistant.turn import HITS, Assistant
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import Rate, auc, share
from onrecord.evals.suite import ingest_path
from onrecord.vectorstore.archive import NO_FILTERS, Filters
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search import search, word_weights
from onrecord.vectorstore.store import Store, open_store

CUT_DAYS = 60
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def show_abstaining(assistant: Assistant, questions: Sequence[Question], folder: Path) -> None:
    whole = [answerability(assistant.store, q) for q in questions]
    ended = [answerability(assistant.store, q, Filters(until=days_before(q.as_of))) for q in questions]
    held, lacking = clapnq(folder)
    print(f"answerability: AUC {parted(whole, ended)}, archive whole against ended {CUT_DAYS} days before")
    print(f"answerability: AUC {parted(held, lacking)}, clapnq_dev" if held else "clapnq_dev: no such files, not measured")
    print(f"{'threshold':>10}  {'answerable, refused':22}  {'later event, abstained':22}  {'clapnq: refused':22}  clapnq: abstained")
    for threshold in sorted({*THRESHOLDS, EVIDENCE_TUNING.min_answerability}):
        cells = [below(scores, threshold) for scores in (whole, ended, held, lacking)]
        print(f"{threshold:>9.2f}{'*' if threshold == EVIDENCE_TUNING.min_answerability else ' '}  {'  '.join(cells)}")


def answerability(store: Store, question: Question, filters: Filters = NO_FILTERS) -> float:
    weights = word_weights(store, question.search_text)
    return select_evidence(store, question, weights, search(store, question.query(filters, weights), HITS)).answerability


def days_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=CUT_DAYS)).isoformat()


def clapnq(folder: Path) -> tuple[list[float], list[float]]:
    """Answerability of the questions whose passage answers, and of the others; nothing where the files are not there."""
    files = [folder / f"clapnq_dev_{kind}.jsonl.gz" for kind in ("answerable", "unanswerable")]
    if not all(f.exists() for f in files):
        return [], []
    with tempfile.TemporaryDirectory() as folder_of_home:
        rows = [list(read_rows(f)) for f in files]
        lines = Path(folder_of_home) / "passages.jsonl"
        lines.write_text("\n".join(json.dumps({"url": url(r), "title": r["passages"][0]["title"], "text": r["passages"][0]["text"]}) for some in rows for r in some))
        ingest_path(lines, folder_of_home)
        with open_store(Path(folder_of_home), DEFAULT_MODEL) as store:
            store.catch_up()
            articles = {a.url: a for a in map(store.archive.article, store.archive.article_ids())}
            held, lacking = ([of_article(store, r["input"], articles[url(r)]) for r in some if url(r) in articles] for some in rows)
    return held, lacking


def url(row: dict[str, Any]) -> str:
    return f"https://clapnq.example/{row['id']}"


def of_article(store: Store, question: str, article: Article) -> float:
    passages = store.archive.passages_of(article)
    vector = store.embed_question(question)
    cosines = {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, [p.passage_id for p in passages])}
    hits = [Hit(p, article, cosines[p.passage_id], (), ()) for p in passages]
    asked = rewrite_question(question)
    return select_evidence(store, asked, word_weights(store, asked.search_text), sorted(hits, key=lambda h: -h.score)).answerability


def below(scores: Sequence[float], threshold: float) -> str:
    return f"{share([s < threshold for s in scores]) if scores else '-':22}"


def parted(higher: Sequence[float], lower: Sequence[float]) -> Rate:
    return auc([*higher, *lower], [1] * len(higher) + [0] * len(lower))
