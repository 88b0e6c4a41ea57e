"""Evals of answers. In your own tests, use `from onrecord.evals import assert_faithful, assert_cited`. Both are loaded on first use."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.evals.answers import assert_cited, assert_faithful

__all__ = ["assert_cited", "assert_faithful"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onrecord.evals import answers

    return getattr(answers, name)
