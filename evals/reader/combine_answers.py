"""Learns how the reader counts beside words and meaning: `python -m onrecord.evals.reader.combine_answers ARTICLES`.

All articles are ingested, and the questions about the held-out ones are asked of all of them. Prints the weights for `EVIDENCE_TUNING`, and
what they reach on articles that each fold leaves out.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from onrecord.assistant.evidence import READ_PARTS, select_evidence
from onrecord.assistant.question import rewrite_question
from onrecord.assistant.reader import Reader
from onrecord.assistant.turn import HITS
from onrecord.evals.jsonl import read_rows
from onrecord.evals.reader.examples import NewsArticle, read_articles
from onrecord.evals.reader.measure import ROWS
from onrecord.evals.stats import auc
from onrecord.evals.suite import ingest_path
from onrecord.vectorstore.search import search, word_weights
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.store import Store, open_store
from onrecord.vectorstore.words import stems

SENTENCE_PARTS = ("words", *READ_PARTS)
ANSWER_PARTS = ("answers", "sentence_read", "cosine", "coverage")
AS_OF = "2026-06-01"
FOLDS = 5


@dataclass(frozen=True)
class Asked:
    """A question as it was read: the parts of each candidate's score, which candidates answer, and whether the article answers at all."""

    article: str
    candidates: np.ndarray  # (candidates, SENTENCE_PARTS)
    answering: np.ndarray  # (candidates,) 0 or 1
    features: np.ndarray  # (ANSWER_PARTS,)
    answerable: bool
    spans: tuple[str, ...]  # the likeliest answer in each candidate, "" where the reader did not read it
    gold: str  # the piece that answers; "" where the row names none


def ask_all(store: Store, rows: Sequence[dict[str, Any]], articles: dict[str, NewsArticle]) -> Iterator[Asked]:
    reader = Reader()
    for row in rows:
        article = articles[row["article"]]
        question = rewrite_question(row["question"], as_of=AS_OF)
        weights = word_weights(store, question.search_text)
        selection = select_evidence(store, question, weights, search(store, question.query(weights=weights), HITS), reader)
        scored = selection.candidates
        if not scored or "sentence_read" not in scored[0].parts:
            continue
        gold = [article.text[a:b] for a, b in row["answers"]]
        answering = np.array([float(any(same_sentence(s.sentence.text, g) for g in gold)) for s in scored])
        features = np.array([max(s.parts["passage_read"] for s in scored), *(scored[0].parts[p] for p in ANSWER_PARTS[1:])])
        spans = tuple(s.sentence.hit.article.text[s.span.start : s.span.end] if s.span else "" for s in scored)
        parts = np.array([[s.parts[p] for p in SENTENCE_PARTS] for s in scored])
        yield Asked(article.id, parts, answering, features, bool(gold), spans, row.get("span") or "")


def same_sentence(found: str, gold: str) -> bool:
    """Cleaning may have changed a sentence a little, and splitting may cut it elsewhere."""
    return found in gold or gold in found


def fit_sentences(asked: Sequence[Asked]) -> np.ndarray:
    """Weights under which the answering candidates are the likeliest ones of each question."""
    useful = [a for a in asked if a.answering.any()]

    def loss(w: np.ndarray) -> float:
        total = 0.0
        for a in useful:
            z = a.candidates @ w
            total += float(np.logaddexp.reduce(z) - np.logaddexp.reduce(z[a.answering > 0]))
        return total + 0.5 * float(w @ w)

    return np.asarray(minimize(loss, np.full(len(SENTENCE_PARTS), 0.3), bounds=[(0, None)] * len(SENTENCE_PARTS)).x)


def fit_answers(asked: Sequence[Asked]) -> np.ndarray:
    """Weights of the answer parts, and the log-odds added to every question."""
    x = np.array([[*a.features, 1.0] for a in asked])
    y = np.array([float(a.answering.any()) for a in asked])

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.logaddexp(0, z).sum() - y @ z + 0.1 * w[:-1] @ w[:-1])

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), bounds=[(0, None)] * (x.shape[1] - 1) + [(None, None)]).x)


def show(asked: Sequence[Asked]) -> None:
    order = {g: i % FOLDS for i, g in enumerate(sorted({a.article for a in asked}))}
    first, three, words, odds, heads = [], [], [], [], []
    for fold in range(FOLDS):
        kept, left = [a for a in asked if order[a.article] != fold], [a for a in asked if order[a.article] == fold]
        sentence, answer = fit_sentences(kept), fit_answers(kept)
        for a in left:
            odds.append((float(np.append(a.features, 1.0) @ answer), a))
            best = int(np.argmax(a.candidates @ sentence))
            heads.append((a.candidates[best, SENTENCE_PARTS.index("span_read")], odds[-1][0], shares_words(a.spans[best], a.gold)))
            if a.answerable:
                ranked = a.answering[np.argsort(-(a.candidates @ sentence), kind="stable")]
                first.append(ranked[0] > 0)
                three.append(ranked[:3].any())
                words.append(a.answering[np.argmax(a.candidates[:, 0])] > 0)
    print(
        f"{len(first)} answerable questions: an answering sentence first {np.mean(first):.3f} (by words alone {np.mean(words):.3f}), in three {np.mean(three):.3f}"
    )
    print(f"answerable or not, AUC {auc([o for o, _ in odds], [int(a.answerable) for _, a in odds])}")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        passed = [(1 / (1 + np.exp(-o)) >= threshold, a.answerable) for o, a in odds]
        refused, answered = np.mean([not p for p, y in passed if y]), np.mean([p for p, y in passed if not y])
        print(f"threshold {threshold}: answerable refused {refused:.3f}, unanswerable answered {answered:.3f}")
    for threshold in (-2.0, 0.0, 2.0, 4.0, 6.0, 7.0):
        shown = [right for score, odd, right in heads if score >= threshold and odd >= 0]
        print(f"headline from {threshold}: shown for {len(shown)} of {len(heads)}, right {np.mean(shown) if shown else 0:.3f}")


def shares_words(found: str, gold: str) -> bool:
    """Whether a headline is right: it has a word of the gold piece, or is a part of it."""
    return bool(gold) and bool(set(stems(found)) & set(stems(gold)) or found.lower() in gold.lower())


def as_source(number: int, article: NewsArticle) -> dict[str, str]:
    return {"url": f"https://articles.example/{number}", "title": article.title, "text": article.text, "publish_date": article.date}


@contextmanager
def open_articles(articles: dict[str, NewsArticle], kept: Path | None) -> Iterator[Store]:
    """A store with all articles, in the folder `kept` or in a temporary one. The next run finds them in `kept` already."""
    with tempfile.TemporaryDirectory() as folder:
        home = kept or Path(folder)
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(json.dumps(as_source(n, a)) + "\n" for n, a in enumerate(articles.values())), "utf-8")
        ingest_path(path, str(home))
        with open_store(home, read_settings().embedding_model) as store:
            store.catch_up()
            yield store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("articles", type=Path, help="news.jsonl.gz, which our rows are about")
    parser.add_argument("--home", type=Path, help="keep the ingested articles in this folder, so that another run is faster")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    given = parser.parse_args(arguments)
    articles = read_articles(given.articles, ROWS)
    rows = [r for r in read_rows(ROWS / "questions.jsonl.gz") if articles[r["article"]].held_out]
    with open_articles(articles, given.home) as store:
        asked = list(ask_all(store, rows, articles))
    show(asked)
    print("sentence weights", dict(zip(SENTENCE_PARTS, fit_sentences(asked).round(3), strict=True)))
    print("answer weights", dict(zip((*ANSWER_PARTS, "bias"), fit_answers(asked).round(3), strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:])
