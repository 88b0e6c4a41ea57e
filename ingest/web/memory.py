"""What is known of pages and lists from earlier runs, in a JSON file: validators, the time of the last change, and how often a page failed."""

import json
import time
from pathlib import Path
from typing import Any

from onrecord.ingest.formats import Entry
from onrecord.vectorstore.atomic import write_json

MAX_TRIES = 10  # runs in which a page that fails is tried again


class Memory:
    """Call `save` when the articles are in the archive. If the run is interrupted before that, the next run fetches the pages again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[str, dict[str, Any]] = read_memory(path)

    def save(self) -> None:
        write_json(self._path, self._seen)

    def validators(self, url: str) -> dict[str, str]:
        return dict(self._seen.get(url, {}).get("validators") or {})

    def is_known(self, url: str) -> bool:
        return url in self._seen

    def is_due(self, entry: Entry) -> bool:
        """Whether a page is new, has changed, or failed and may be tried again."""
        seen = self._seen.get(entry.url or entry.key)
        if seen is None or (entry.changed and seen.get("changed") != entry.changed):
            return True
        return 0 < self.failures(entry.url or entry.key) < MAX_TRIES

    def is_list_due(self, entry: Entry) -> bool:
        """Whether a sitemap of an index is looked at: unless its time of change says that nothing in it is new."""
        return not entry.changed or self._seen.get(entry.url, {}).get("changed") != entry.changed

    def failures(self, url: str) -> int:
        return int(self._seen.get(url, {}).get("failed", 0))

    def looked_at(self, url: str) -> float:
        return float(self._seen.get(url, {}).get("looked", 0.0))

    def look(self, url: str) -> None:
        """Note that a list was read, but not that everything in it was."""
        self._seen[url] = self._seen.get(url, {}) | {"looked": time.time()}

    def keep(self, url: str, validators: dict[str, str]) -> None:
        """Note that a page was fetched, or that everything in a list was looked at."""
        kept = {name: value for name, value in self._seen.get(url, {}).items() if name != "failed"}
        self._seen[url] = kept | {"validators": validators}

    def keep_change(self, url: str, changed: str) -> None:
        self._seen[url] = self._seen.get(url, {}) | {"changed": changed}

    def fail(self, url: str, before: int) -> None:
        """Note that a page gave no article, after `before` earlier failures. Without its validators, the server sends it again."""
        self._seen[url] = self._seen.get(url, {}) | {"validators": {}, "failed": before + 1}

    def reopen(self, url: str) -> None:
        """Note that not everything in a list was looked at, so that it is read again although it does not change."""
        self._seen[url] = {name: value for name, value in self._seen.get(url, {}).items() if name not in ("validators", "changed")}


def read_memory(path: Path) -> dict[str, dict[str, Any]]:
    """The recorded pages. Empty if the file cannot be read; then all pages are fetched again."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()) else {}
