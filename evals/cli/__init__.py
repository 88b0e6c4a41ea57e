"""The commands `onrecord eval run`, `score`, `gate`, `compare`, `new` and `judge`."""

from onrecord.evals.cli.app import register

__all__ = [
    "register",
]
