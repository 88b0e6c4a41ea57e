"""How the support model is trained: its net, its data, its script."""

from onrecord.evals.support_model.pairs import LABELLED, labelled_rows

__all__ = [
    "LABELLED",
    "labelled_rows",
]
