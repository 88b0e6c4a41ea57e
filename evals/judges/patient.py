"""Asks a judge that is slow and may fail. It asks about many pairs in parallel, retries after a failure, and stops after several failures.

After an outage, some claims are unchecked. An answer with an unchecked claim is not judged and never passes.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from threading import Lock

from onrecord.assistant.gate import LOCAL_JUDGES, Judge
from onrecord.evals.answers import ScoreRow, citation_precision, judge_answer, run_controls
from onrecord.evals.judges.cache import CachedJudge, JudgedCache, version_of
from onrecord.prompts import load
from onrecord.vectorstore.errors import Unavailable, UpstreamFailed
from onrecord.vectorstore.settings import Settings

MAX_TRIES = 3
PAUSE = 0.5  # seconds before the second try; before the third, it is twice as long
MAX_PARALLEL = 8
MAX_FAILURES = 5  # consecutive failures after which the judge is not asked any more
CHARACTERS_PER_TOKEN = 4  # approximately, in English
REPLY_TOKENS = 3

ClaimAndSource = tuple[str, str]


class PatientJudge:
    """Asks another judge, and retries if its model does not answer. A failed pair is not asked again in this run. After MAX_FAILURES
    consecutive failures, no pair is asked any more. A score that is not a probability counts as a failure."""

    def __init__(self, judge: Judge) -> None:
        self.name = judge.name
        self._judge = judge
        self._failed: dict[ClaimAndSource, str] = {}
        self._in_a_row, self._lock = 0, Lock()

    def score(self, claim: str, source: str) -> float:
        if (claim, source) in self._failed:
            raise Unavailable(self._failed[claim, source])
        if self._in_a_row >= MAX_FAILURES:
            raise Unavailable(f"the judge {self.name} has stopped answering")
        try:
            score = self._ask(claim, source)
        except Exception as e:
            with self._lock:
                self._failed[claim, source] = str(e)
                self._in_a_row += isinstance(e, UpstreamFailed)
            raise
        self._in_a_row = 0
        return score

    def _ask(self, claim: str, source: str) -> float:
        for tried in range(MAX_TRIES):
            try:
                score = self._judge.score(claim, source)
                break
            except UpstreamFailed:
                if tried == MAX_TRIES - 1:
                    raise
                time.sleep(PAUSE * 2**tried)
        if not 0 <= score <= 1:  # also NaN
            raise Unavailable(f"the judge {self.name} gave {score}, which is not a probability")
        return score


class Recorder:
    """A judge that supports every claim and records the pairs it is asked about. These are about the same pairs as for another judge."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: dict[ClaimAndSource, None] = {}

    def score(self, claim: str, source: str) -> float:
        self.asked[claim, source] = None
        return 1.0


@dataclass(frozen=True)
class Estimate:
    """The cost of a run: `calls` to the judge, `known` scores in the cache, and `tokens` (four characters each)."""

    calls: int
    known: int
    tokens: int

    def cost(self, price_per_million: float) -> float:
        return self.tokens * price_per_million / 1e6


def make_patient(judge: Judge, cache: JudgedCache, settings: Settings) -> Judge:
    """The judge with retries and stored scores. The local judge is returned unchanged."""
    return judge if judge.name in LOCAL_JUDGES else CachedJudge(PatientJudge(judge), cache, version_of(judge, settings))


def pairs_of_rows(rows: Sequence[ScoreRow], judge: Judge) -> list[ClaimAndSource]:
    """The claims and sources that a judge will be asked about for rows and controls. The rules decide all others."""
    recorder = Recorder(judge.name)
    for row in rows:
        citation_precision(judge_answer(row, recorder))
    run_controls(recorder)
    return list(recorder.asked)


def estimate(pairs: Sequence[ClaimAndSource], judge: CachedJudge) -> Estimate:
    new = [pair for pair in pairs if not judge.has_cached(*pair)]
    prompts = (load("judge_support", source=source, claim=claim) for claim, source in new)
    return Estimate(len(new), len(pairs) - len(new), sum(ceil(len(p) / CHARACTERS_PER_TOKEN) + REPLY_TOKENS for p in prompts))


def ask_ahead(pairs: Iterable[ClaimAndSource], judge: Judge, progress: Callable[[int, int], None]) -> None:
    """Ask in parallel, so that the run itself finds the scores in the cache. In the run, a failed pair fails again without another call."""
    pairs = list(pairs)

    def ask(pair: ClaimAndSource) -> None:
        with suppress(Exception):
            judge.score(*pair)

    with ThreadPoolExecutor(MAX_PARALLEL) as pool:
        for done, _ in enumerate(pool.map(ask, pairs), 1):
            progress(done, len(pairs))
