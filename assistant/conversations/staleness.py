"""Finds the citations of a stored answer that are out of date, because their article was changed, retracted or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.vectorstore.archive import Archive, retractions_of, standing
from onrecord.vectorstore.errors import NotFound


@dataclass(frozen=True)
class Stale:
    """A citation that is out of date. `latest` is the number of the newest version. `still_said`: that version also contains the cited text.

    Articles of the sample newsroom can be `deleted`; `latest` is then the cited version.
    """

    citation: int
    state: Literal["changed", "retracted", "deleted"]
    latest: int
    reason: str | None
    still_said: bool


def stale_citations(archive: Archive, citations: Sequence[dict[str, Any]]) -> list[Stale]:
    """The citations of articles that are retracted, deleted, or have a newer version."""
    found = []
    for c in citations:
        try:
            latest = archive.article(c["article_id"])
        except NotFound:
            found.append(Stale(c["n"], "deleted", c["version"], None, False))
            continue
        retraction = standing(retractions_of(archive, c["article_id"]))
        if retraction or latest.version != c["version"]:
            state: Literal["changed", "retracted"] = "retracted" if retraction else "changed"
            found.append(Stale(c["n"], state, latest.version, retraction.reason if retraction else None, c["cited_text"] in latest.text))
    return found
