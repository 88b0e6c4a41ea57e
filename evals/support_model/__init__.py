"""Training of the support model: its net, its data and its script."""

from onrecord.evals.support_model.pairs import LABELLED, labelled_rows

__all__ = [
    "LABELLED",
    "labelled_rows",
]
