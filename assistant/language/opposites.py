"""Words of which one excludes the other: who was acquitted of something was not convicted of it. For sentences that differ without a "not"."""

import re
from collections.abc import Iterable

# Lemmas. Of each pair, either word excludes the other.
PAIRS = (
    "acquit:convict acquit:guilty acquit:sentence clear:convict approve:reject approve:veto accept:reject accept:refuse accept:decline agree:refuse adopt:reject pass:reject"
    " back:oppose support:oppose favour:oppose win:lose open:close reopen:close rise:fall increase:decrease increase:fall raise:cut raise:lower grow:shrink succeed:fail"
    " allow:ban allow:forbid permit:ban permit:forbid lift:impose lift:extend start:stop start:halt continue:stop resume:halt arrive:leave stay:leave stay:resign keep:dismiss"
    " hire:dismiss release:detain free:jail confirm:deny admit:deny survive:die live:die true:false innocent:guilty positive:negative alive:dead safe:dangerous legal:illegal"
    " full:empty first:last early:late"
).split()
OPPOSITES = {frozenset(pair.split(":")) for pair in PAIRS}


def are_opposed(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a lemma among `some` excludes one among `others`."""
    held = set(others)
    return any(frozenset((a, b)) in OPPOSITES for a in set(some) for b in held)

# Word forms, as patterns; both sides of a pair in the forms that news uses.
PHRASES = tuple(
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


def say_opposites(one: str, other: str) -> bool:
    """Whether one text has a word that excludes a word of the other, and neither text has both."""

    def parted(a: re.Pattern[str], b: re.Pattern[str]) -> bool:
        return bool(a.search(one) and b.search(other) and not b.search(one) and not a.search(other))

    return any(parted(a, b) or parted(b, a) for a, b in PHRASES)
