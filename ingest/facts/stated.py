"""The facts that a source states, under the names of `fact_names`. What cannot be used is recorded, so that no fact vanishes silently."""

from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.ingest.fact_names import facts_by_name, shown
from onrecord.vectorstore.model import Removed

MAX_UNKNOWN = 20  # unknown names that are recorded one by one
UNREAD, UNKNOWN = "unread-fact", "unknown-fact"  # rules under which `show --removed` lists them


class StatedFacts:
    """Facts beside the text take precedence over facts in the text. `beside["_channel"]` (facts of a feed, not of its article) comes last."""

    def __init__(self, text: Mapping[str, Any], text_from: str, beside: Mapping[str, Any], beside_from: str) -> None:
        self.layers: list[tuple[dict[str, list[Any]], str]] = []
        self.dropped: list[Removed] = []
        channel = beside.get("_channel")
        for given, where in ((beside, beside_from), (text, text_from), (channel if isinstance(channel, dict) else {}, beside_from)):
            known, unknown = facts_by_name(given)
            unknown |= {f"text {n}": value for n, value in enumerate(known.pop("text", []), 2)}  # beside the text that is stored
            self.layers.append((known, where))
            self.dropped += [Removed(UNKNOWN, f"{name}: {shown(value)}") for name, value in [*unknown.items()][:MAX_UNKNOWN]]
            if len(unknown) > MAX_UNKNOWN:
                self.dropped.append(Removed(UNKNOWN, f"{len(unknown) - MAX_UNKNOWN} more: {shown(', '.join([*unknown][MAX_UNKNOWN:]))}"))
            self.dropped += [note for note in given.get("_unread") or () if isinstance(note, Removed)]

        self.offers: list[str] = text.get("_offers") or []  # lines of the page's offers to subscribe
        self.access = text.get("_access") or ("it offers a subscription instead of the rest" if self.offers else None)  # why it is not free

    def get(self, name: str) -> tuple[Any, str]:
        """The first value of a fact, and the place where it was read. `(None, "none")` if there is no value."""
        return next(self.all(name), (None, "none"))

    def all(self, name: str) -> Iterator[tuple[Any, str]]:
        """Every value of a fact, by precedence. A list of dates counts as several values."""
        for facts, where in self.layers:
            for value in facts.get(name, ()):
                values = value if isinstance(value, list | tuple) and name != "authors" else [value]
                yield from ((v, where) for v in values if v not in (None, ""))

    def add(self, name: str, value: Any) -> None:
        """A fact that was found in the text itself. It is used if the source states none."""
        facts, _ = self.layers[1]
        facts.setdefault(name, []).append(value)

    def drop(self, name: str, value: Any, reason: str) -> None:
        note = Removed(UNREAD, f"{name}: {shown(value)} ({reason})")
        if note not in self.dropped:
            self.dropped.append(note)
