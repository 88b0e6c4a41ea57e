"""Every tuned number of the search stage: which passages are candidates, and how they are ranked.

All were set by hand; none was fitted. `make bench-retrieval` shows their effect: hits@k of this search, BM25, dense and RRF over realtimeqa_2025.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PartWeights:
    """Factor of each part of a passage's score, by the part's name in `Hit.parts`. Parts are 0…1 unless a comment says otherwise.

    Round numbers, tried on half of the newsroom's questions and half of the realtimeqa_2025 weeks (`make bench-retrieval`).
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
    repeats: float = -0.5  # the share of that log which better passages hold already
    crowds: float = -0.5  # number of better passages of the same article


@dataclass(frozen=True)
class SearchTuning:
    """The numbers of the search stage. `dataclasses.asdict` gives them all."""

    weights: PartWeights = field(default_factory=PartWeights)  # of the ranking's weighted sum
    headline_worth: float = 0.5  # a question's word in the headline counts this much of one in the sentence (part `window`); set by hand, not measured
    days_fresh: float = 7.0  # days after which closeness in time falls to 1/e; same hits between 3 and 30 (`make bench-retrieval`)
    candidates: int = 60  # passages taken from each ranking; 100 find the answer no more often and are slower (`make bench-retrieval`)
    pool: int = 60  # candidates whose text is read for the costly parts of the score; set by hand, not measured
    spread: int = 40  # best passages compared with each other for the parts `repeats` and `crowds`; set by hand, not measured
    max_scanned: int = 6000  # passages that BM25 scores: the commonest words beyond it are left out, for speed (`make bench-speed`)
    min_words: int = 2  # rarest words that are searched for however common they are; set by hand, not measured
    filtered_factor: int = 4  # times `candidates`: neighbours that the index gives before a filter is applied; for speed, set by hand, not measured


SEARCH_TUNING = SearchTuning()
