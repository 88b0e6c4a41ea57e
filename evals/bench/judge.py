"""`onrecord eval judge` measures a judge on claims with a known verdict. The baseline is the share of a claim's words that the source has."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from onrecord.assistant.claims import split_claims
from onrecord.assistant.gate import MODEL_NAME, Judge, Pair, check
from onrecord.evals.bench.gate import in_groups, sampled, words_found
from onrecord.evals.judges import CachedJudge, ask_ahead
from onrecord.evals.stats import Rate, auc, pair_accuracy, wilson
from onrecord.evals.support_model import LABELLED, labelled_rows
from onrecord.evals.synthetic import FAULTS, REWRITES, edits, newsroom_texts
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.store import Progress

SEED = 3
ANSWERS = "clapnq_dev_answerable"
MIN_ANSWER_WORDS = 8
IN_SAMPLE = "In-sample: the local judge was trained on these sets; docs/results.md has the figures of models trained without each."


def measure_made(judge: Judge, sentences: int, progress: Progress) -> dict[str, Any]:
    """Judge faults and safe rewrites, which are made by rule from the sample newsroom. The source is the passage around each sentence.

    Returns:
        `kinds{name: {faulty, n, stopped, low, high, overlap_stopped}}`, `auc{judge, overlap}` (None if there is nothing to rank),
        `overlap_threshold`: the share of words at which overlap stops no more safe rewrites than the judge; and `unchecked`: the number of
        claims that could not be judged. No other figure counts these.
    """
    every = [(kind, {"claim": claim, "source": source}) for n, text in enumerate(newsroom_texts()) for kind, claim, source in edits(text, random.Random(SEED + n), sentences)]
    judged, known = judge_rows([row for _, row in every], judge, "made by rule", progress)
    made, rows = [every[i] for i in known], [every[i][1] for i in known]
    right = [kind not in FAULTS for kind, _ in made]
    stopped, found = [verdict != "supported" for verdict, _ in judged], [words_found(row) for row in rows]
    threshold = matching_threshold(found, right, [s for s, r in zip(stopped, right, strict=True) if r])
    return {
        "kinds": {
            kind: {"faulty": not right[at[0]], **stopped_share([stopped[i] for i in at]), "overlap_stopped": sum(found[i] < threshold for i in at) / len(at)}
            for kind, at in places_by_kind([kind for kind, _ in made]).items()
        },
        "auc": {"judge": auc_json([s for _, s in judged], list(map(int, right))), "overlap": auc_json(found, list(map(int, right)))},
        "overlap_threshold": threshold,
        "unchecked": len(every) - len(known),
    }


def places_by_kind(kinds: Sequence[str]) -> dict[str, list[int]]:
    """The indices of each kind, faults first, and those of all faults and of all rewrites."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, kind in enumerate(kinds):
        places[kind].append(i)
        places["all faults" if kind in FAULTS else "all rewrites"].append(i)
    order = [*FAULTS, "all faults", *REWRITES, "all rewrites"]
    return {kind: places[kind] for kind in order if kind in places}


def matching_threshold(found: Sequence[float], right: Sequence[bool], stopped: Sequence[bool]) -> float:
    """The highest threshold below which there are no more right claims than the judge stopped."""
    own = sorted(f for f, r in zip(found, right, strict=True) if r)
    return own[min(sum(stopped), len(own) - 1)] if own else 0.0


def measure_labelled(judge: Judge, folder: Path, most: int, progress: Progress) -> dict[str, Any]:
    """Judge the claims of the sets in a folder. People labelled or wrote these claims.

    Returns:
        By set, `{n, unchecked, wrong_stopped, right_stopped, auc{judge, overlap}, pairs{judge, overlap}}`. `n` is the number of judged claims.

    Raises:
        BadInput: the folder has none of the sets.
    """
    files = LABELLED | {"clapnq": ANSWERS}
    there = [name for name, file in files.items() if (folder / f"{file}.jsonl.gz").exists()]
    if not there:
        raise BadInput(f"{folder} has none of {', '.join(f'{file}.jsonl.gz' for file in files.values())}")
    rows = {name: answer_claims(folder, most) if name == "clapnq" else sampled(labelled_rows(folder, name), most) for name in there}
    return {name: measure_set(judge, name, some, progress) for name, some in rows.items()}


def answer_claims(folder: Path, most: int) -> list[dict[str, Any]]:
    """Sentences of answers that people wrote from a passage. With this passage, they are right; with another question's passage, wrong."""
    found = [r for r in labelled_rows(folder, ANSWERS) if r["output"] and len(r["output"][0]["answer"].split()) >= MIN_ANSWER_WORDS]
    random.Random(SEED).shuffle(found)
    rows = []
    for own, other in zip(found, [*found[1:], *found[:1]], strict=True):
        claims = split_claims(own["output"][0]["answer"], limit=None)
        rows += [{"claim": c.body, "source": r["passages"][0]["text"], "label": int(r is own)} for c in claims for r in (own, other)]
    return rows[:most]


def measure_set(judge: Judge, name: str, every: Sequence[dict[str, Any]], progress: Progress) -> dict[str, Any]:
    judged, known = judge_rows(every, judge, name, progress)
    rows = [every[i] for i in known]
    labels = [int(r["label"]) for r in rows]
    by = {"judge": [s for _, s in judged], "overlap": [words_found(r) for r in rows]}
    stopped = {label: [v != "supported" for (v, _), y in zip(judged, labels, strict=True) if y == label] for label in (0, 1)}
    return {
        "n": len(rows),
        "unchecked": len(every) - len(rows),
        "wrong_stopped": stopped_share(stopped[0]),
        "right_stopped": stopped_share(stopped[1]),
        "auc": {who: auc_json(scores, labels) for who, scores in by.items()},
        "pairs": {who: asdict(rate) if (rate := pair_accuracy(in_groups(rows, scores))) else None for who, scores in by.items()},
    }


def judge_rows(rows: Sequence[dict[str, Any]], judge: Judge, stage: str, progress: Progress) -> tuple[list[tuple[str, float]], list[int]]:
    """The (verdict, score) of each claim that the judge could judge, and the indices of these claims."""
    if isinstance(judge, CachedJudge):
        ask_ahead([(r["claim"], r["source"]) for r in rows], judge, lambda done, total: progress(f"asking about {stage}", done, total))
    judged: list[tuple[str, float]] = []
    known: list[int] = []
    for i, r in enumerate(rows):
        found = check(Pair(r["claim"], r["source"]), judge)
        if found.verdict != "unchecked":
            judged.append((found.verdict, found.score))
            known.append(i)
        progress(f"judging {stage}", i + 1, len(rows))
    return judged, known


def auc_json(scores: Sequence[float], labels: Sequence[int]) -> dict[str, Any] | None:
    """The AUC for JSON. None if all claims are right or all are wrong."""
    return asdict(auc(scores, labels)) if len(set(labels)) > 1 else None


def stopped_share(outcomes: Sequence[bool]) -> dict[str, Any]:
    low, high = wilson(sum(outcomes), len(outcomes))
    return {"n": len(outcomes), "stopped": sum(outcomes) / len(outcomes) if outcomes else None, "low": low, "high": high}


def show_judged(results: dict[str, Any]) -> None:
    out, made = Console(highlight=False), results["made"]
    out.print(f"judge {results['judge']}", markup=False, soft_wrap=True)
    out.print(made_table(made))
    if made["auc"]["judge"]:
        out.print(f"AUC {Rate(**made['auc']['judge'])}; share of words found {Rate(**made['auc']['overlap'])}", markup=False, soft_wrap=True)
    if unchecked := made["unchecked"] + sum(figures["unchecked"] for figures in results["sets"].values()):
        out.print(f"{unchecked} claims could not be judged, and no figure counts them")
    for name, figures in results["sets"].items():
        out.print(f"\n{name}, {figures['n']} claims: stopped {format_stopped(figures['wrong_stopped'])} of the wrong, {format_stopped(figures['right_stopped'])} of the right", markup=False, soft_wrap=True)
        for what in ("auc", "pairs"):
            if (by := figures[what])["judge"]:
                out.print(f"  {what:6} {Rate(**by['judge'])}; share of words found {Rate(**by['overlap'])}", markup=False, soft_wrap=True)
    if results["sets"] and results["judge"] == MODEL_NAME:
        out.print(f"\n{IN_SAMPLE}", soft_wrap=True)


def made_table(made: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=f"made by rule; words found below {made['overlap_threshold']:.2f} stop", title_justify="left")
    for column in ("must be", "kind", "n", "stopped", "95% interval", "by words found"):
        table.add_column(column, no_wrap=True)
    for kind, k in made["kinds"].items():
        table.add_row("stopped" if k["faulty"] else "passed", kind, str(k["n"]), f"{k['stopped']:.3f}", f"{k['low']:.3f}–{k['high']:.3f}", f"{k['overlap_stopped']:.3f}")
    return table


def format_stopped(s: dict[str, Any]) -> str:
    return "none" if s["stopped"] is None else f"{s['stopped']:.3f} [{s['low']:.3f}, {s['high']:.3f}]"
