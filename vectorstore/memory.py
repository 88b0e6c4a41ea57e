"""Keeps processes small."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def give_back_memory() -> None:
    """Return freed memory to the system. The C library keeps it, so that a process stays as large as it once was.

    This takes a few milliseconds. It does nothing where the C library is not glibc.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def spacy_without_torch() -> Iterator[None]:
    """If spaCy is imported here for the first time, it counts torch as missing. It would load it for models that are not used, which takes 130 MB."""
    if "spacy" in sys.modules or "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # Python's own mark of a missing module
    try:
        yield
    finally:
        del sys.modules["torch"]
