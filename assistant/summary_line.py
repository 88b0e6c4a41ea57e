"""Writes the line under an answer: its day, its number of sources, and the gate's counts."""

from onrecord.assistant.answer import Answer

COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


def gate_line(answer: Answer) -> str:
    """Empty for a reply to small talk."""
    g = answer.gate
    if answer.status == "replied":
        return ""
    if answer.status == "abstained":
        return f"as of {answer.as_of}: nothing in the archive answers this"
    counts = [(g.supported, "passed"), (g.repaired, "replaced by the source"), (g.dropped, "dropped"), (g.unchecked, "could not be checked")]
    outcomes = ", ".join(f"{n} {outcome}" for n, outcome in counts if n)
    return f"as of {answer.as_of} · {sources_line(answer)} · {g.claims} {'sentence' if g.claims == 1 else 'sentences'} checked: {outcomes}"


def sources_line(answer: Answer) -> str:
    """ "one source of 17 March 2026", "two independent sources, …"."""
    n = answer.independent_sources
    count = "one source" if n == 1 else f"{COUNTS.get(n, str(n))} independent sources"
    dates = " to ".join(dict.fromkeys(d[:10] for d in (answer.oldest, answer.newest) if d))
    return f"{count}, {dates}" if dates else f"{count}, undated"
