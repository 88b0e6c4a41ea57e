"""Learns how far each rule's fault counts beside what the reader says: `python -m onrecord.evals.reader.combine ARTICLES`.

On our rows of held-out articles, by a logistic model over the reader's log-odds and the kinds of fault. Prints the log-odds of each kind for
`FAULT_LOG_ODDS`, and what they reach on articles that each fold leaves out.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from onrecord.assistant.gate import Pair, ReaderJudge, log_odds, probability_with_faults
from onrecord.assistant.gate.rules import RULES
from onrecord.evals.jsonl import read_rows
from onrecord.evals.reader.examples import NewsArticle, read_articles
from onrecord.evals.reader.measure import ROWS
from onrecord.evals.stats import auc

FOLDS = 5
AROUND = 3  # sentences on either side of those that bear on a claim
PULL = 1.0  # strength of the pull of each weight towards its prior, in rows
DECIDES_ALONE = ("quote-altered", "word-exchanged", "unit-changed")


def read_claims(articles: Path) -> tuple[list[tuple[float, tuple[str, ...]]], list[int], list[str], list[str]]:
    """Of each held-out claim: the reader's probability with the codes of the rules' faults; its label; its article; its kind."""
    judge, known = ReaderJudge(), read_articles(articles, ROWS)
    found, labels, groups, kinds = [], [], [], []
    for row in read_rows(ROWS / "support.jsonl.gz"):
        article = known[row["article"]]
        if not article.held_out:
            continue
        pair = Pair(row["claim"], passage(article, row["sentences"]), article.title, published(article))
        codes = tuple(f.code for rule in RULES if (f := rule(pair)))
        found.append((judge.score(pair.claim, pair.source), codes))
        labels.append(row["label"])
        groups.append(article.id)
        kinds.append(row["kind"])
    return found, labels, groups, kinds


def passage(article: NewsArticle, spans: Sequence[Sequence[int]]) -> str:
    numbers = article.numbers(spans)
    near = {i for n in numbers for i in range(n - AROUND, n + AROUND + 1)}
    return "\n".join(text for i, text in enumerate(article.texts) if i in near)


def published(article: NewsArticle) -> date | None:
    try:
        return date.fromisoformat(article.date)
    except ValueError:
        return None


def fit(found: Sequence[tuple[float, tuple[str, ...]]], labels: Sequence[int], codes: Sequence[str]) -> tuple[dict[str, float], float]:
    """Log-odds of each code (at most 0) and the log-odds that are added to every claim."""
    read = np.array([log_odds(p) for p, _ in found])
    faults = np.array([[c in held for c in codes] for _, held in found], dtype=float)
    y = np.array(labels, dtype=float)

    def loss(w: np.ndarray) -> float:
        z = read + faults @ w[:-1] + w[-1]
        return float(np.logaddexp(0, z).sum() - y @ z + PULL * ((w[:-1] + 1) ** 2).sum())

    best = minimize(loss, np.zeros(len(codes) + 1), bounds=[(-8, 0)] * len(codes) + [(-3, 3)]).x
    return dict(zip(codes, map(float, best[:-1]), strict=True)), float(best[-1])


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="news.jsonl.gz, which our rows are about")
    given = parser.parse_args(arguments)
    found, labels, groups, kinds = read_claims(given.articles)
    codes = sorted({c for _, held in found for c in held} - set(DECIDES_ALONE))
    fired = Counter((c, y) for (_, held), y in zip(found, labels, strict=True) for c in held)
    weights, shift = fit(found, labels, codes)
    for c in sorted({c for c, _ in fired}):
        print(
            f"{c}: of {labels.count(1)} faithful claims {fired[c, 1]}, of {labels.count(0)} faulty ones {fired[c, 0]}; log-odds {weights.get(c, -8.0):.1f}"
        )
    left_out = score_left_out(found, labels, groups, codes)
    print(f"AUC of the reader alone {auc([p for p, _ in found], labels)}, with the rules {auc(left_out, labels)}; shift {shift:.2f}")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        passed = [s >= threshold for s in left_out]
        shares = [np.mean([p for p, y in zip(passed, labels, strict=True) if y == label]) for label in (1, 0)]
        print(f"threshold {threshold}: faithful passing {shares[0]:.3f}, faulty stopped {1 - shares[1]:.3f}")
    for kind in sorted(set(kinds)):
        print(f"  {kind}: passing at .5 {np.mean([s >= 0.5 for s, k in zip(left_out, kinds, strict=True) if k == kind]):.2f} of {kinds.count(kind)}")


def score_left_out(found: Sequence[tuple[float, tuple[str, ...]]], labels: Sequence[int], groups: Sequence[str], codes: Sequence[str]) -> list[float]:
    """The probability of each claim by weights that were learned without its article."""
    order = {g: i % FOLDS for i, g in enumerate(sorted(set(groups)))}
    scores = [0.0] * len(found)
    for fold in range(FOLDS):
        kept = [i for i, g in enumerate(groups) if order[g] != fold]
        weights, shift = fit([found[i] for i in kept], [labels[i] for i in kept], codes)
        weights |= dict.fromkeys(DECIDES_ALONE, -8.0)
        for i in (i for i, g in enumerate(groups) if order[g] == fold):
            scores[i] = probability_with_faults(found[i][0], (*found[i][1], "shift"), weights | {"shift": shift})
    return scores


if __name__ == "__main__":
    main(sys.argv[1:])
