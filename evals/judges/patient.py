"""Asking a judge that is slow and may fail: many at once, again after a failure, and no longer when nothing comes back.

An outage leaves claims unchecked, and an answer with one is not judged: never a pass.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from threading import Lock

from onrecord.assistant.gate import MODEL_NAME, Judge
from onrecord.evals.answers import ScoreRow, citation_precision, judge_answer, made_controls
from onrecord.evals.judges.cache import CachedJudge, JudgedCache, version_of
from onrecord.prompts import load
from onrecord.vectorstore.errors import Unavailable, UpstreamFailed
from onrecord.vectorstore.settings import Settings

TRIES = 3
PAUSE = 0.5  # seconds before the second try, twice as many before the third
AT_ONCE = 8
GIVEN_UP = 5  # pairs in a row that nothing came back for
CHARACTERS_A_TOKEN = 4  # of English, about
REPLY_TOKENS = 3

ClaimAndSource = tuple[str, str]


class PatientJudge:
    """Another judge, asked again where its model did not answer. A pair that failed is not asked again in this run; where one pair
    after the other failed, none is. What is no probability is no score."""

    def __init__(self, judge: Judge) -> None:
        self.name = judge.name
        self._judge = judge
        self._failed: dict[ClaimAndSource, str] = {}
        self._in_a_row, self._lock = 0, Lock()

    def score(self, claim: str, source: str) -> float:
        if (claim, source) in self._failed:
            raise Unavailable(self._failed[claim, source])
        if self._in_a_row >= GIVEN_UP:
            raise Unavailable(f"the judge {self.name} does not answer any more")
        try:
            score = self._asked(claim, source)
        except Exception as e:
            with self._lock:
                self._failed[claim, source] = str(e)
                self._in_a_row += isinstance(e, UpstreamFailed)
            raise
        self._in_a_row = 0
        return score

    def _asked(self, claim: str, source: str) -> float:
        for tried in range(TRIES):
            try:
                score = self._judge.score(claim, source)
                break
            except UpstreamFailed:
                if tried == TRIES - 1:
                    raise
                time.sleep(PAUSE * 2**tried)
        if not 0 <= score <= 1:  # NaN neither
            raise Unavailable(f"the judge {self.name} gave {score}, which is no probability")
        return score


class Recorder:
    """A judge that finds everything supported, and knows what it was asked: what another will be asked, or nearly so."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: dict[ClaimAndSource, None] = {}

    def score(self, claim: str, source: str) -> float:
        self.asked[claim, source] = None
        return 1.0


@dataclass(frozen=True)
class Estimate:
    """What a run would ask, beside what the cache knows already. Tokens are counted at four characters each."""

    calls: int
    known: int
    tokens: int

    def cost(self, price_per_million: float) -> float:
        return self.tokens * price_per_million / 1e6


def make_patient(judge: Judge, cache: JudgedCache, settings: Settings) -> Judge:
    """The local judge as it is; another patient, and its scores kept."""
    return judge if judge.name == MODEL_NAME else CachedJudge(PatientJudge(judge), cache, version_of(judge, settings))


def pairs_of_rows(rows: Sequence[ScoreRow], judge: Judge) -> list[ClaimAndSource]:
    """What rows and controls will ask a judge, without what the rules decide alone."""
    recorder = Recorder(judge.name)
    for row in (*rows, *(c.row for c in made_controls())):
        citation_precision(judge_answer(row, recorder))
    return list(recorder.asked)


def estimate(pairs: Sequence[ClaimAndSource], judge: CachedJudge) -> Estimate:
    new = [pair for pair in pairs if not judge.has_cached(*pair)]
    prompts = (load("judge_support", source=source, claim=claim) for claim, source in new)
    return Estimate(len(new), len(pairs) - len(new), sum(ceil(len(p) / CHARACTERS_A_TOKEN) + REPLY_TOKENS for p in prompts))


def ask_ahead(pairs: Iterable[ClaimAndSource], judge: Judge, progress: Callable[[int, int], None]) -> None:
    """Many at once, so that the run itself finds the answers kept. What fails, fails there again, without being asked."""
    pairs = list(pairs)

    def ask(pair: ClaimAndSource) -> None:
        with suppress(Exception):
            judge.score(*pair)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done, _ in enumerate(pool.map(ask, pairs), 1):
            progress(done, len(pairs))
