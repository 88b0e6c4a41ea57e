"""Prints both errors of abstaining in one table, by the threshold of answerability. `make bench-retrieval` runs it.

For a question about a later event, the archive ends `CUT_DAYS` before the day of the question. Then every answer counts as wrong, although
a few questions have an older answer. Each question of clapnq_dev has one passage, which answers it or does not.
"""

import json
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onrecord.assistant.evidence import EVIDENCE_TUNING, select_evidence
from onrecord.assistant.question import Question, rewrite_question
from onrecord.assistant.reader import Reader
from onrecord.assistant.turn import HITS, Assistant
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import Rate, auc, format_share
from onrecord.evals.suite import ingest_path
from onrecord.vectorstore.archive import NO_FILTERS, Filters
from onrecord.vectorstore.embedding import DEFAULT_MODEL
from onrecord.vectorstore.model import Article, Hit
from onrecord.vectorstore.search import search, word_weights
from onrecord.vectorstore.store import Store, open_store

CUT_DAYS = 60
IN_SAMPLE = "in-sample where the reader is off: those weights of answerability were fitted on clapnq_dev and the newsroom"
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def show_abstaining(assistant: Assistant, questions: Sequence[Question], folder: Path) -> None:
    full = [answerability(assistant, q) for q in questions]
    ended = [answerability(assistant, q, Filters(until=days_before(q.as_of))) for q in questions]
    answered, unanswered = clapnq_scores(folder, assistant.reader)
    print(f"answerability: AUC {auc_between(full, ended)}, full archive against one that ends {CUT_DAYS} days before")
    print(f"answerability: AUC {auc_between(answered, unanswered)}, clapnq_dev ({IN_SAMPLE})" if answered else "clapnq_dev: not measured, its files are missing")
    print(f"{'threshold':>10}  {'answerable, refused':22}  {'later event, abstained':22}  {'clapnq: refused':22}  clapnq: abstained")
    for threshold in sorted({*THRESHOLDS, EVIDENCE_TUNING.min_answerability}):
        cells = [share_below(scores, threshold) for scores in (full, ended, answered, unanswered)]
        print(f"{threshold:>9.2f}{'*' if threshold == EVIDENCE_TUNING.min_answerability else ' '}  {'  '.join(cells)}")


def answerability(assistant: Assistant, question: Question, filters: Filters = NO_FILTERS) -> float:
    store = assistant.store
    weights = word_weights(store, question.search_text)
    return select_evidence(store, question, weights, search(store, question.query(filters, weights), HITS), assistant.reader).answerability


def days_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=CUT_DAYS)).isoformat()


def clapnq_scores(folder: Path, reader: Reader | None) -> tuple[list[float], list[float]]:
    """The answerability of questions with a passage that answers, and of the others. Empty if the files are missing."""
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
            answered, unanswered = ([answerability_by(store, r["input"], articles[url(r)], reader) for r in some if url(r) in articles] for some in rows)
    return answered, unanswered


def url(row: dict[str, Any]) -> str:
    return f"https://clapnq.example/{row['id']}"


def answerability_by(store: Store, question: str, article: Article, reader: Reader | None) -> float:
    passages = store.archive.passages_of(article)
    vector = store.embed_question(question)
    cosines = {i: float(v @ vector) for i, v, _ in store.archive.vectors(store.embedder.name, [p.passage_id for p in passages])}
    hits = [Hit(p, article, cosines[p.passage_id], (), ()) for p in passages]
    asked = rewrite_question(question)
    return select_evidence(store, asked, word_weights(store, asked.search_text), sorted(hits, key=lambda h: -h.score), reader).answerability


def share_below(scores: Sequence[float], threshold: float) -> str:
    return f"{format_share([s < threshold for s in scores]) if scores else '-':22}"


def auc_between(higher: Sequence[float], lower: Sequence[float]) -> Rate:
    return auc([*higher, *lower], [1] * len(higher) + [0] * len(lower))
