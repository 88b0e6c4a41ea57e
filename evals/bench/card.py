"""The card of a judge on one data set: which share of the faulty it stops, how many of the stopped are faulty, and which share of the right pass."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.table import Table

from onrecord.assistant.gate import MODEL_NAME, windows
from onrecord.assistant.reader import READER_NAME
from onrecord.evals.stats import Rate, auc, bootstrap_rate, wilson
from onrecord.evals.support_model import LABELLED
from onrecord.vectorstore.console import Console
from onrecord.vectorstore.embedding import Embedder

ALL = "all"
MIN_WIDTH = 112  # characters of a line, so that no figure is cut where the output is no terminal
MIN_SHOWN = 5  # claims or answers of a kind that the table shows; --json has all kinds
# What a packaged judge was trained on: `these` rows, or `other` rows of the same set or source. See docs/results.md and evals/reader/examples.py.
TRAINED_ON = {
    MODEL_NAME: {"these": {*LABELLED, "clapnq"}, "other": {"made by rule"}},
    READER_NAME: {"these": set[str](), "other": {"wice", "wikinews"}},
}
LEGEND = (
    "stopped: faulty ones that do not pass. precision: of the stopped, the share that is faulty, if there is one right one for each faulty one. AUC: of the"
    " scores of single claims; beside it that of the share of words found and of the cosine of the most similar sentence. Intervals are 95%. --json has the kinds of fewer than 5 too."
)


@dataclass(frozen=True)
class Claim:
    """A claim that is ranked: whether it is right, the judge's score, and what simple methods say, by name."""

    right: bool
    score: float
    baselines: dict[str, float]


@dataclass(frozen=True)
class Labelled:
    """A judged claim or answer. `fault` is its kind of fault; None if it is right. `manner` are the kinds of a right one. `claims` are its sentences."""

    fault: str | None
    manner: tuple[str, ...]
    passed: bool
    claims: tuple[Claim, ...]


def card_of(judge: str, name: str, judged: Sequence[Labelled], n: int) -> dict[str, Any]:
    """The card, ready for JSON. Every rate is `{value, low, high, n}`, or None where there is nothing to count.

    Args:
        n: the number of claims or answers, also those that could not be judged. No other figure counts those.

    Returns:
        `right{manner: rate of passing}`, `faults{kind: {stopped, precision, auc}}`, each also for `all`; `baselines{name: AUC}`, and
        `trained_on`: `these` rows, `other` rows of the set or its source, `none`, or `unknown` for a judge that is not packaged.
    """
    right, faulty = [x for x in judged if x.fault is None], [x for x in judged if x.fault is not None]
    manners, kinds = sorted({m for x in right for m in x.manner}), sorted({x.fault for x in faulty if x.fault})
    sound = [c for x in judged for c in x.claims if c.right]
    return {
        "n": n,
        "unchecked": n - len(judged),
        "trained_on": trained_on(judge, name),
        "right": {m: share([x.passed for x in right if m in (ALL, *x.manner)]) for m in (ALL, *manners)},
        "faults": {k: fault_figures([x for x in faulty if k in (ALL, x.fault)], right, sound) for k in (ALL, *(kinds if len(kinds) > 1 else ()))},
        "baselines": {b: ranking([(c.baselines[b], c.right) for x in judged for c in x.claims]) for b in (sound[0].baselines if sound else ())},
    }


def trained_on(judge: str, name: str) -> str:
    known = TRAINED_ON.get(judge)
    return "unknown" if known is None else next((how for how, sets in known.items() if name in sets), "none")


def fault_figures(faulty: Sequence[Labelled], right: Sequence[Labelled], sound: Sequence[Claim]) -> dict[str, Any]:
    """Args: sound: all right claims of the set, among which those with the fault are ranked."""
    cases = [(x.fault is not None, not x.passed) for x in (*faulty, *right)]
    wrong = [c for x in faulty for c in x.claims if not c.right]
    return {
        "stopped": share([not x.passed for x in faulty]),
        "precision": rate_json(bootstrap_rate(balanced_precision, cases)) if faulty and right else None,
        "auc": ranking([(c.score, c.right) for c in (*sound, *wrong)]),
    }


def balanced_precision(cases: Sequence[tuple[bool, bool]]) -> float | None:
    """Of the stopped, the share that is faulty, as if there were as many right ones as faulty ones. None if nothing is stopped or a label is missing.

    Args:
        cases: for each, whether it is faulty and whether it was stopped.
    """
    by = {label: [stopped for faulty, stopped in cases if faulty is label] for label in (True, False)}
    if not by[True] or not by[False]:
        return None
    caught, alarms = (sum(by[label]) / len(by[label]) for label in (True, False))
    return caught / (caught + alarms) if caught + alarms else None


def share(outcomes: Sequence[bool]) -> dict[str, Any] | None:
    return asdict(Rate(sum(outcomes) / len(outcomes), *wilson(sum(outcomes), len(outcomes)), len(outcomes))) if outcomes else None


def ranking(scores: Sequence[tuple[float, bool]]) -> dict[str, Any] | None:
    """The AUC; None if all claims are right or all are wrong."""
    return rate_json(auc([s for s, _ in scores], [int(right) for _, right in scores])) if len({right for _, right in scores}) > 1 else None


def rate_json(rate: Rate) -> dict[str, Any] | None:
    return None if rate.value != rate.value else asdict(rate)


def best_cosine(contexts: Sequence[str], embedder: Embedder) -> Callable[[str], float]:
    """A function that returns the cosine of a claim and the most similar sentence of the contexts."""
    sentences = [s for c in contexts for s in windows(c)]
    vectors = embedder.embed(sentences) if sentences else None
    return lambda claim: float((vectors @ embedder.embed([claim])[0]).max()) if vectors is not None else 0.0


def show_card(results: dict[str, Any]) -> None:
    """Print the cards of all sets as one table."""
    out = Console(highlight=False)
    out.width = max(MIN_WIDTH, out.width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for column in ("", "n", "right\npass", "faulty\nstopped", "\nprecision", "\nAUC", "AUC of\nwords", "AUC of\ncosine"):
        table.add_column(column, no_wrap=True)
    for name, card in results["sets"].items():
        add_set(table, name, card)
    out.print(f"judge {results['judge']}", markup=False, soft_wrap=True)
    out.print(table)
    out.print(LEGEND)
    for how, what in (("these", "trained on these very rows, so the figures are too good"), ("other", "trained on other rows of the same set or source")):
        if marked := [name for name, card in results["sets"].items() if card["trained_on"] == how]:
            out.print(f"{MARKS[how]} {what}: {', '.join(marked)}", markup=False, soft_wrap=True)
    if unchecked := sum(card["unchecked"] for card in results["sets"].values()):
        out.print(f"{unchecked} could not be judged, and no figure counts them")


MARKS = {"these": "**", "other": "*"}


def add_set(table: Table, name: str, card: dict[str, Any]) -> None:
    every, baselines = card["faults"][ALL], card["baselines"]
    total = [short(baselines.get(b), bounds=False) for b in ("words found", "best sentence")]
    table.add_row(f"[bold]{name}[/]{MARKS.get(card['trained_on'], '')}", str(card["n"] - card["unchecked"]), short(card["right"][ALL]), *figures(every), *total)
    for manner, rate in card["right"].items():
        if manner != ALL and rate["n"] >= MIN_SHOWN:
            table.add_row(f"  right: {spaced(manner)}", str(rate["n"]), short(rate))
    for kind, found in card["faults"].items():
        if kind != ALL and found["stopped"]["n"] >= MIN_SHOWN:
            table.add_row(f"  {spaced(kind)}", str(found["stopped"]["n"]), "", *figures(found))


def spaced(kind: str) -> str:
    return kind.replace("_", " ")


def figures(found: dict[str, Any]) -> list[str]:
    return [short(found[name]) for name in ("stopped", "precision", "auc")]


def short(rate: dict[str, Any] | None, bounds: bool = True) -> str:
    """ ".58 .49–.67"."""
    if rate is None:
        return "—"
    value, low, high = (f"{rate[k]:.2f}".removeprefix("0") for k in ("value", "low", "high"))
    return f"{value} {low}–{high}" if bounds else value
