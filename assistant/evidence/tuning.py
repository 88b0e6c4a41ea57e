"""Tuned numbers of the evidence stage."""

ANSWERABLE = 0.25  # below, the turn abstains, whoever drafts; `make bench-retrieval` prints both errors by threshold
