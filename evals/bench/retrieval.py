"""`python -m onrecord.evals.bench.retrieval FILE` compares our search with BM25, dense search and plain RRF, on real news questions.

FILE is JSON lines (.gz or not) with `question_id, date, question, answer, answer_in_articles`; the articles are in ONRECORD_HOME.
A passage is a hit if it contains the answer's string. Half of the weeks of realtimeqa_2025 were used for tuning.
"""

import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.assistant.gate import make_judge
from onrecord.assistant.question import Question, rewrite_question
from onrecord.assistant.reader import make_reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.bench.abstaining import show_abstaining
from onrecord.evals.jsonl import read_rows
from onrecord.evals.run import latency_percentiles
from onrecord.evals.stats import format_share
from onrecord.vectorstore.search import search, search_terms
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import Store, open_store

Ranking = Callable[[Store, Question], list[str]]


def rank_bm25(store: Store, q: Question) -> list[str]:
    return passage_texts(store, bm25_ids(store, q)[:10])


def rank_dense(store: Store, q: Question) -> list[str]:
    return passage_texts(store, dense_ids(store, q)[:10])


def rank_rrf(store: Store, q: Question) -> list[str]:
    return passage_texts(store, fuse({"bm25": bm25_ids(store, q), "dense": dense_ids(store, q)})[:10])


def rank_ours(store: Store, q: Question) -> list[str]:
    return [h.text for h in search(store, q.query(), 10)]


def bm25_ids(store: Store, q: Question) -> list[str]:
    """BM25 with all words, also the common ones that our search leaves out for speed."""
    query = " OR ".join(f'"{w}"' for w in search_terms(q.search_text))
    return [i for i, _ in store.archive.match(query, RRF_DEPTH, q.as_of)]


def dense_ids(store: Store, q: Question) -> list[str]:
    return [i for i, _ in store.index.nearest(store.embedder.embed([q.search_text])[0], RRF_DEPTH, q.as_of)]


RANKINGS: dict[str, Ranking] = {"bm25": rank_bm25, "dense": rank_dense, "rrf": rank_rrf, "ours": rank_ours}
RRF_DEPTH = 50  # passages from each ranking
RRF_K = 60  # the constant of Cormack et al. 2009; here, values between 20 and 100 give the same hits


def fuse(rankings: Mapping[str, Sequence[str]]) -> list[str]:
    """Plain reciprocal rank fusion of ids, best first."""
    scores: dict[str, float] = defaultdict(float)
    for ids in rankings.values():
        for position, passage_id in enumerate(ids, 1):
            scores[passage_id] += 1.0 / (RRF_K + position)
    return sorted(scores, key=lambda i: (-scores[i], i))


def passage_texts(store: Store, ids: Sequence[str]) -> list[str]:
    found = store.archive.passages(ids)
    return [store.archive.article(p.article_id, p.version).text[p.start : p.end] for i in ids if (p := found.get(i))]


def letters_only(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", text.lower())


def retrieval(path: Path) -> None:
    rows = [row for row in read_rows(path) if row.get("answer_in_articles")]
    settings = read_settings()
    with open_store(settings.home, settings.embedding_model) as store:
        store.catch_up()
        print(f"{len(rows)} questions over {store.archive.counts()['passages']} passages; for half of the weeks in-sample")
        for name, rank in RANKINGS.items():
            show_hits(store, name, rank, rows)
        assistant = Assistant(store, judge=make_judge(settings), reader=make_reader(settings))
        show_answers(assistant, rows)
        show_abstaining(assistant, [question_of(r) for r in rows], path.parent)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def show_hits(store: Store, name: str, rank: Ranking, rows: Sequence[dict[str, Any]]) -> None:
    ranks, began = [], time.perf_counter()
    for row in rows:
        texts = rank(store, question_of(row))
        ranks.append(next((k for k, t in enumerate(texts) if letters_only(row["answer"]) in letters_only(t)), 99))
    ms = 1000 * (time.perf_counter() - began) / len(rows)
    print(f"{name:8} " + "  ".join(f"hits@{k} {format_share([r < k for r in ranks])}" for k in (1, 5, 10)) + f"  {ms:.0f} ms a question")


def show_answers(assistant: Assistant, rows: Sequence[dict[str, Any]]) -> None:
    answers = [answer_turn(assistant, r["question"], as_of=question_of(r).as_of).answer for r in rows]
    citations = [c for a in answers for c in a.citations]
    exact = [assistant.store.archive.article(c.article_id, c.version).text[c.start : c.end] == c.cited_text for c in citations]
    print(f"answer contains the gold string {format_share([bool(a.claims) and letters_only(r['answer']) in letters_only(a.text) for r, a in zip(rows, answers, strict=True)])}")
    print(f"refused {format_share([not a.claims for a in answers])}")
    print(f"citations verbatim {sum(exact)} of {len(exact)}, by construction: a citation is cut from its article")
    for stage in dict.fromkeys(stage for a in answers for stage in a.timings_ms):
        print(f"{stage:16} ms: {latency_percentiles([a.timings_ms.get(stage, 0.0) for a in answers])}")  # a refusal has no claim to cite


def question_of(row: dict[str, Any]) -> Question:
    return rewrite_question(row["question"], as_of=row["date"].replace("/", "-"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    retrieval(Path(sys.argv[1]))
