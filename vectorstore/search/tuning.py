"""Every tuned number of the search stage: those that select candidates, and those that rank them.

All were set by hand; none was fitted. `make bench-retrieval` shows their effect: hits@k of this search, BM25, dense and RRF on realtimeqa_2025.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PartWeights:
    """The factor of each part of a passage's score, by the part's name in `Hit.parts`. Parts are 0…1 unless a comment says otherwise.

    The factors are round numbers. They were tried on half of the newsroom's questions and half of the realtimeqa_2025 weeks
    (`make bench-retrieval`).
    """

    bm25: float = 1.0  # BM25 score relative to the best candidate's
    cosine: float = 4.0  # cosine of question and passage
    window: float = 3.0  # share of the question's weighted words in the passage's best sentence
    covered: float = 1.0  # share of them in the passage and its headline
    phrase: float = 1.0  # share of them in word pairs that the passage has in the question's order
    said: float = 1.0  # BM25 score, relative to the best, among statements of the speaker that the question names
    lead: float = 0.5  # 1 for the first passage of an article
    fresh: float = 2.5  # closeness in time, see `recency`
    kind: float = 1.0  # log(1 + number of things of the asked kind in the passage)
    repeats: float = -0.5  # the part of that log for things that better passages have already
    crowds: float = -0.5  # number of better passages of the same article


@dataclass(frozen=True)
class SearchTuning:
    """The numbers of the search stage."""

    weights: PartWeights = field(default_factory=PartWeights)  # of the ranking's weighted sum
    headline_worth: float = 0.5  # weight of a question's word in the headline, where a word in the sentence has 1 (part `window`); set by hand, not measured
    days_fresh: float = 7.0  # days after which closeness in time is 1/e; values between 3 and 30 give the same hits (`make bench-retrieval`)
    candidates: int = 60  # passages from each ranking; 100 are slower and find the answer no more often (`make bench-retrieval`)
    pool: int = 60  # candidates whose text is read for the costly parts of the score; set by hand, not measured
    spread: int = 40  # best passages compared with each other for the parts `repeats` and `crowds`; set by hand, not measured
    max_scanned: int = 6000  # passages that BM25 may score; the most common words that would exceed it are left out, for speed (`make bench-speed`)
    min_words: int = 2  # rarest words that are always searched, even if they are common; set by hand, not measured
    filtered_factor: int = 4  # neighbours that the index gives before a filter is applied, in multiples of `candidates`; for speed, set by hand


SEARCH_TUNING = SearchTuning()
