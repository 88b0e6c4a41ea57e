"""Words that exclude each other: of one thing at one time, only one of a pair is true. For sentences that differ without a "not"."""

import re

# Word forms, as patterns; both sides of a pair in the forms that news uses.
PAIRS = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        ("sober", "drunk|drunken|intoxicated"),
        ("open|opened|unlocked", "closed|shut|locked"),
        ("on time|on schedule|punctual(?:ly)?|in time", "late|delayed|behind schedule|too late|overdue"),
        ("alive|survived", "dead|died|killed"),
        ("guilty|convicted", "innocent|acquitted"),
        ("true|correct|accurate", "false|untrue|wrong|incorrect|invented"),
        ("safe|harmless", "unsafe|dangerous|hazardous|harmful"),
        ("legal|lawful", "illegal|unlawful|against the law"),
        ("full", "empty|half-empty|half empty"),
        ("peaceful(?:ly)?", "violent(?:ly)?"),
        ("voluntar(?:y|ily)|by mutual agreement|of (?:her|his|their) own (?:accord|free will)|resigned", "forced|fired|dismissed|sacked|against (?:her|his|their) will"),
        ("rose|risen|rising|increased|gone up|grew|grown", "fell|fallen|falling|decreased|gone down|dropped|shrank|shrunk|declined"),
        ("accepted|agreed|approved", "rejected|refused|turned down|opposed"),
        ("intact|undamaged|unharmed|unhurt", "destroyed|damaged|hurt|injured|wrecked"),
        ("deliberate(?:ly)?|on purpose|intentional(?:ly)?", "accidental(?:ly)?|by accident|by mistake|unintentional(?:ly)?"),
        ("armed", "unarmed"),
        ("won|victory", "lost|defeat"),
        ("profit", "loss"),
        ("in (?:his|her|its|their) favou?r|supported", "against|opposed"),
    )
)  # fmt: skip


def are_opposed(one: str, other: str) -> bool:
    """Whether one text has a word that excludes a word of the other, and neither text has both."""

    def parted(a: re.Pattern[str], b: re.Pattern[str]) -> bool:
        return bool(a.search(one) and b.search(other) and not b.search(one) and not a.search(other))

    return any(parted(a, b) or parted(b, a) for a, b in PAIRS)
