"""What has become, since an answer was given, of the articles that it cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.vectorstore.archive import Archive, retractions_of, standing


@dataclass(frozen=True)
class Stale:
    """A citation of a version that is no longer what the archive serves. `still_said`: the newest version holds the same words."""

    citation: int
    state: Literal["changed", "retracted"]
    latest: int
    reason: str | None
    still_said: bool


def stale(archive: Archive, citations: Sequence[dict[str, Any]]) -> list[Stale]:
    """Those that cite an article that was retracted, or of which there is a newer version."""
    found = []
    for c in citations:
        latest = archive.article(c["article_id"])
        retraction = standing(retractions_of(archive, c["article_id"]))
        if retraction or latest.version != c["version"]:
            state: Literal["changed", "retracted"] = "retracted" if retraction else "changed"
            found.append(Stale(c["n"], state, latest.version, retraction.reason if retraction else None, c["cited_text"] in latest.text))
    return found
