"""Words of which one excludes the other: who was acquitted of something was not convicted of it."""

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
