"""The tuned numbers of the evidence stage, in one place: each with its unit, its effect, what it was set on and the command that shows it.

"by hand" means set by hand and not measured apart from the other numbers; `make eval` and `make bench-retrieval` show them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


def _score_weights() -> Mapping[str, float]:
    """Score points per unit of each part. Rounded by hand from a fit on the newsroom's questions (`make eval`).

    `fresh` was tried as the weights of `onrecord.vectorstore.search` were, on realtimeqa_2025 (`make bench-retrieval`).
    """
    return {
        "coverage": 6.0,  # 0…1, share of the question's weighted words in the sentence; see `coverage_beside`
        "cosine": 8.0,  # -1…1, of the question and the sentence, embedded within its passage
        "passage": 0.2,  # search score of its passage minus that of the best passage, so at most 0
        "kind": 0.3,  # 0 or 1, whether it holds something of the asked kind
        "agreed": 0.5,  # 0…1, votes for its answer relative to the answer that most articles hold
        "fresh": 1.5,  # 0…1, how close its article is to the day of asking, or to the time that the question names
        "asks": -1.0,  # 0 or 1, whether it is a question itself
    }


@dataclass(frozen=True)
class EvidenceTuning:
    """One instance, `EVIDENCE_TUNING`, is used everywhere; an eval result records it as a version."""

    # scoring.py: how well a sentence answers
    score_weights: Mapping[str, float] = field(default_factory=_score_weights)
    coverage_beside: float = 0.6  # 0…1, what a question word counts that stands only in passage or headline; newsroom questions, `make eval`
    carried_weight: float = 0.5  # factor on the weight of a word carried from the conversation; by hand, `make bench-questions`
    vote_damping: float = 0.15  # per sentence that holds an answer, lowers its vote: a name that is everywhere answers nothing; by hand

    # select.py: which sentences are evidence
    passages_read: int = 12  # hits read sentence by sentence; one fewer changes no figure of `make eval` (tests/evals/test_regressions.py)
    max_sentences: int = 3  # sentences of an answer without those that contradict it; by hand
    max_score_gap: float = 1.8  # score points below the best from which a sentence is dropped; by hand, `make eval`
    other_figure_bonus: float = 1.0  # score points for holding a figure that no chosen sentence holds, where one is asked for; by hand, `make eval`
    same_fact_overlap: float = 0.6  # 0…1, share of common words from which two sentences state the same fact; by hand
    max_rival_gap: float = 5.0  # score points below the best from which a contradicting sentence is dropped; by hand, `make eval` (conflict_shown)
    max_rivals: int = 2  # contradicting sentences added beyond `max_sentences`; by hand
    asked_speaker_bonus: float = 1.5  # score points for being the words of the speaker asked for; by hand, `make bench-questions`
    max_nearest: int = 3  # articles that an abstention names; by hand

    # answerability.py: the logistic and the threshold that decides whether the turn abstains
    cosine_weight: float = 6.65  # log-odds per unit of cosine; fitted on clapnq_dev and the newsroom's questions, `make bench-retrieval`
    coverage_weight: float = 2.95  # log-odds per unit of coverage; fitted with it
    bias: float = -5.2  # log-odds; fitted with it
    no_figure: float = -1.2  # log-odds where a figure is asked for and none of the best sentences holds one; by hand
    figure_sentences: int = 3  # the best sentences in which that figure is looked for; by hand
    max_early: timedelta = timedelta(days=7)  # how long before the named time a report may be: "this week", asked on a Monday; by hand
    min_answerability: float = 0.25  # 0…1, below it the turn abstains, whoever drafts; `make bench-retrieval` prints both errors by threshold

    # conflicts.py: where sources differ. By hand on the newsroom's conflict questions; `make eval` (conflict_shown)
    min_shared: float = 0.5  # 0…1, share of the shorter sentence's content words from which a denial is about the same thing
    min_shared_words: int = 2  # words besides the speakers' names: one alone is no topic
    min_coverage: float = 0.5  # 0…1, coverage of the question from which a sentence's number is an answer
    max_distance: int = 300  # code points between two sentences of one article that count the same thing

    # excerpt_origin.py
    max_origins: int = 3  # copies of one story that an answer cites; by hand


EVIDENCE_TUNING = EvidenceTuning()
