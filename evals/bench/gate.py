"""`python -m onrecord.evals.bench.gate FOLDER [--held-out DIR] [--rows N] [--articles N]` measures the gate on labelled claims, on pairs written by hand, and on faults made by rule.

FOLDER has falke, fib_fib, fib_mfma, wice_dev, xsumfaith and realtimeqa_2025, each as .jsonl.gz. ONRECORD_JUDGE and ONRECORD_READER choose the
judge. The reader was trained on none of these sets. The support model, which judges where the reader is off, was trained on the first five, so
its figures there are in-sample; figures on unseen sets come from DIR, where `make gate-model` leaves the logits of models trained without the
set. No model was trained on the articles of realtimeqa, in which the faults are made.
"""

import argparse
import pickle
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from math import prod
from pathlib import Path
from typing import Any

from onrecord.assistant.gate import GATE_TUNING, MODEL_NAME, Judge, Pair, check, make_judge, probability
from onrecord.assistant.gate.rules import RULES
from onrecord.evals.jsonl import read_rows
from onrecord.evals.stats import auc, format_share, pair_accuracy, wilson
from onrecord.evals.support_model import LABELLED, labelled_rows
from onrecord.evals.synthetic import FAULTS, REWRITES, edits
from onrecord.vectorstore.command_line import progress_bar
from onrecord.vectorstore.settings import read_settings
from onrecord.vectorstore.words import content_words, stems

PAIRS = Path(__file__).parent / "gate_pairs.jsonl"
SHOWN_FAULTS = ("number", "name", "speaker", "date", "negation", "attribution")


def in_groups(rows: Sequence[dict[str, Any]], scores: Sequence[float]) -> list[tuple[list[float], list[int]]]:
    groups: dict[Any, tuple[list[float], list[int]]] = defaultdict(lambda: ([], []))
    for i, (row, score) in enumerate(zip(rows, scores, strict=True)):
        group = groups[row.get("pair", i)]
        group[0].append(score)
        group[1].append(row["label"])
    return list(groups.values())


def words_found(row: dict[str, Any]) -> float:
    """The baseline: the share of the claim's content words that are in the source."""
    words, source = stems(" ".join(content_words(row["claim"]))), set(stems(row["source"]))
    return sum(w in source for w in words) / max(1, len(words))


def sampled(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most `most` rows, drawn at random. Pairs are kept together."""
    keys = sorted({str(r.get("pair", i)) for i, r in enumerate(rows)})
    chosen = set(random.Random(7).sample(keys, min(len(keys), most // (2 if "pair" in rows[0] else 1))))
    return [r for i, r in enumerate(rows) if str(r.get("pair", i)) in chosen]


def format_figures(name: str, rows: Sequence[dict[str, Any]], scores: Sequence[float]) -> str:
    pairs = pair_accuracy(in_groups(rows, scores))
    return f"  {name:44} AUC {auc(scores, [r['label'] for r in rows])}" + (f"  pairs {pairs}" if pairs else "")


def show_labelled(folder: Path, held_out: Path | None, most: int, support: Judge) -> None:
    seen: dict[tuple[str, str], float] = held_out_logits(folder, held_out) if held_out else {}
    with progress_bar() as progress:
        for number, name in enumerate(LABELLED):
            rows = sampled(labelled_rows(folder, name), most)
            lines = [format_figures("share of words found (baseline)", rows, [words_found(r) for r in rows])]
            gated = []
            for done, r in enumerate(rows):
                progress(f"judging {name}", done, len(rows))
                gated.append(check(Pair(r["claim"], r["source"]), support).score)
            lines.append(format_figures("the gate" + (" (in-sample: trained on it)" if support.name == MODEL_NAME else ""), rows, gated))
            if support.name == MODEL_NAME and all((r["source"], r["claim"]) in seen for r in rows):
                alone = [probability(seen[r["source"], r["claim"]]) for r in rows]
                gated_held_out = [a * rules_factor(r) for a, r in zip(alone, rows, strict=True)]
                lines += [format_figures("trained without it: model and alignment", rows, alone), format_figures("trained without it: the gate", rows, gated_held_out)]
            print(f"\n{name}, {len(rows)} rows, set {number + 1} of {len(LABELLED)}\n" + "\n".join(lines), flush=True)


def held_out_logits(folder: Path, held_out: Path) -> dict[tuple[str, str], float]:
    """Logits by (source, claim). The rows are read in the same order as in `onrecord.evals.support_model.train`."""
    found: dict[tuple[str, str], float] = {}
    for path in held_out.glob("without-*.pickle"):
        for name, groups in pickle.loads(path.read_bytes()).items():
            rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
            for row in labelled_rows(folder, name):
                rows[row.get("pair", row["source"])].append(row)
            for (logits, _), group in zip(groups, rows.values(), strict=True):
                found |= {(r["source"], r["claim"]): float(x) for r, x in zip(group, logits, strict=True)}
    return found


def rules_factor(row: dict[str, Any]) -> float:
    """The factor with which the rules lower a claim's score."""
    pair = Pair(row["claim"], row["source"])
    return prod(GATE_TUNING.fault_penalty[f.code] for rule in RULES if (f := rule(pair)))


def show_made(texts: Sequence[str], support: Judge) -> None:
    """Judge faults and safe rewrites of the articles' sentences. The source is the passage around each sentence."""
    stopped: dict[str, list[bool]] = defaultdict(list)
    by_model: dict[str, list[bool]] = defaultdict(list)
    with progress_bar() as progress:
        for done, text in enumerate(texts):
            progress("judging made faults", done, len(texts))
            for kind, claim, source in edits(text, random.Random(done)):
                judgement = check(Pair(claim, source), support)
                stopped[kind].append(judgement.verdict != "supported")
                by_model[kind].append(judgement.reason.startswith("support-low"))
    print(f"\nmade by rule in {len(texts)} articles, judged by the passage around the sentence")
    for title, kinds in (("faults stopped", SHOWN_FAULTS), ("other faults", [k for k in FAULTS if k not in SHOWN_FAULTS]), ("false alarms", list(REWRITES))):
        print(f"  {title}")
        for kind in [*kinds, "all"]:
            outcomes = stopped[kind] if kind != "all" else [x for k in kinds for x in stopped[k]]
            model = by_model[kind] if kind != "all" else [x for k in kinds for x in by_model[k]]
            low, high = wilson(sum(outcomes), len(outcomes))
            if outcomes:
                print(f"    {kind:14} {sum(outcomes) / len(outcomes):.3f} [{low:.3f}, {high:.3f}] (n {len(outcomes)}; {sum(model)} by the model alone)")


def show_pairs(judge: Judge) -> None:
    """Judge the hand-written pairs: a right claim beside its faulty twin."""
    right: dict[str, list[bool]] = defaultdict(list)
    wrong: dict[str, list[bool]] = defaultdict(list)
    for row in read_rows(PAIRS):
        for claim, passed in ((row["right"], right), (row["wrong"], wrong)):
            verdict = check(Pair(claim, row["source"]), judge).verdict
            passed[row["kind"]].append(verdict == "supported")
            passed["all"].append(verdict == "supported")
    print(f"\nwritten by hand, {len(right['all'])} pairs")
    for kind in (*sorted(right.keys() - {"all"}), "all"):
        passing, stopped = right[kind], [not p for p in wrong[kind]]
        print(f"    {kind:20} right ones passing {format_share(passing)}  wrong ones stopped {format_share(stopped)}")


def show_speed(judge: Judge) -> None:
    source = "The regional governor told reporters that the bridge would stay closed until engineers had looked at every pier. " * 6
    times = 20
    for name, sources in (("passage not read before", [f"{source}{n}" for n in range(times)]), ("passage read before", [source] * times)):
        judge.score("The bridge is closed.", source)  # loads the model
        began = time.process_time()
        for n, text in enumerate(sources):
            judge.score(f"The bridge would stay closed until engineers had looked at {n + 2} of its piers, the governor said.", text)
        print(f"  {1000 * (time.process_time() - began) / times:5.1f} ms of processor time a pair, {name}")


def sample_articles(path: Path, most: int) -> list[str]:
    texts = sorted({a["text"] for row in read_rows(path) for a in row["articles"] if 800 < len(a["text"]) < 8000})
    return random.Random(11).sample(texts, min(most, len(texts)))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held-out", type=Path, help="folder of `make gate-model`")
    parser.add_argument("--rows", type=int, default=600, help="use at most this many rows of each labelled set (600)")
    parser.add_argument("--articles", type=int, default=120, help="number of articles in which faults are made (120)")
    given = parser.parse_args(arguments)
    support = make_judge(read_settings())
    print(f"{support.name}, 150 tokens")
    show_speed(support)
    show_pairs(support)
    show_made(sample_articles(given.folder / "realtimeqa_2025.jsonl.gz", given.articles), support)
    show_labelled(given.folder, given.held_out, given.rows, support)


if __name__ == "__main__":
    main(sys.argv[1:])
