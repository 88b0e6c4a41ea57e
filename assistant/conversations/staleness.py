"""Finds the citations of a stored answer that are out of date, because their article was changed or retracted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.vectorstore.archive import Archive, retractions_of, standing


@dataclass(frozen=True)
class Stale:
    """A citation that is out of date. `latest` is the number of the newest version. `still_said`: that version also contains the cited text."""

    citation: int
    state: Literal["changed", "retracted"]
    latest: int
    reason: str | None
    still_said: bool


def stale_citations(archive: Archive, citations: Sequence[dict[str, Any]]) -> list[Stale]:
    """The citations of articles that are retracted or have a newer version."""
    found = []
    for c in citations:
        latest = archive.article(c["article_id"])
        retraction = standing(retractions_of(archive, c["article_id"]))
        if retraction or latest.version != c["version"]:
            state: Literal["changed", "retracted"] = "retracted" if retraction else "changed"
            found.append(Stale(c["n"], state, latest.version, retraction.reason if retraction else None, c["cited_text"] in latest.text))
    return found
