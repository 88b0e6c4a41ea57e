"""How sure it is that the best sentence answers the question: a logistic over its cosine and its coverage of the question.

Fitted on clapnq_dev (Apache-2.0; 600 questions, each with a passage that answers or does not; AUC .88) and
the sample newsroom's questions, both sides weighing the same. Missing names, the rarest missing word and the asked kind were tried and add nothing.
"""

from collections.abc import Sequence
from math import exp

from assistant.score import Scored

COSINE, COVERAGE, BIAS = 6.65, 2.95, -5.2
ANSWERABLE = 0.3  # below, the turn abstains, whoever drafts; `make bench-retrieval` prints both errors by threshold


def answerability(scored: Sequence[Scored]) -> float:
    """0…1, of sentences in the order of their score."""
    if not scored:
        return 0.0
    best = scored[0].parts
    return 1 / (1 + exp(-(COSINE * best["cosine"] + COVERAGE * best["coverage"] + BIAS)))
