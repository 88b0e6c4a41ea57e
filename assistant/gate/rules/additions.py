"""Rules about what a claim adds to the cited text or takes out of it: a cause, an exception, an office."""

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from onrecord.assistant.attribution import find_roles
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.language import OFFICES

CAUSE = re.compile(
    r"\b(?:because|due to(?= (?:the|an?|its|his|her|their)\b)|owing to|as a result of|caused|led to|thanks to|triggered)\b",
    re.IGNORECASE,
)
# Words with which a text may give a reason. A text with one of them may support a cause.
REASON = re.compile(
    r"\b(?:because|due|owing|since|so that|over|therefore|thus|hence|thanks|given|amid|result\w*|caus\w+|leads?|led|trigger\w*|blam\w+"
    r"|cit(?:e[sd]?|ing)|reasons?|why"
    r"|prompt\w*|response|brought|put down|behind|explain\w*|attribut\w+|responsible|means?|meant|made|want of|lack of|forced)\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"\b(?:except(?: for)?|but|excluding|other than|apart from|save|bar(?:ring)?) (?:for |in |the )?(?P<name>[^\W\d_]\w+)", re.IGNORECASE)
OTHER_TIME = re.compile(r"\b(?:once|formerly|previously|ex|then|earlier|until|outgoing|incoming|next|new|future|elect|designate)\b", re.IGNORECASE)
QUALIFIERS = frozenset({"former", "deputy", "vice", "acting", "interim"})


def check_cause(pair: Pair) -> Fault | None:
    """A claim must not make a cause of what the cited text only tells one after the other."""
    found = CAUSE.search(pair.claim)
    if found and not any(REASON.search(s.text) for s in pair.sentences):
        return Fault("cause-added", f"the claim says “{found[0]}”, but the cited text names no cause")
    return None


def check_exceptions(pair: Pair) -> Fault | None:
    """A claim must not include what the cited text excepts: "every district including Fennick" for "every district but Fennick"."""
    for excepted in EXCEPT.finditer(pair.source):
        name = excepted["name"]
        if name[0].isupper() and re.search(rf"\bincluding (?:in |the )?{re.escape(name)}\b", pair.claim):
            return Fault("exception-dropped", f"the cited text excepts {name}")
    return None


def check_offices(pair: Pair) -> Fault | None:
    """A person must keep the office: not "the deputy mayor" for "the mayor", nor somebody else's office."""
    if OTHER_TIME.search(pair.claim):
        return None  # "once the mayor" is the former mayor
    source = offices([s.as_doc() for s in pair.sentences])
    told = [{t.lower_ for t in s} for s in pair.sentences]  # "Tusk, the current President of the Council" is a role that the parser may miss
    for name, claimed in offices([pair.claim_doc]).items():
        own = source.get(name, frozenset())
        if claimed & OFFICES & own and claimed & QUALIFIERS != own & QUALIFIERS:
            return Fault("office-changed", f"the cited text calls {name.title()} {' '.join(sorted(own))}")
        others = [other for other, theirs in source.items() if other != name and claimed <= theirs]
        if others and not claimed & own and not any(name in words and claimed & OFFICES & words and words.isdisjoint(others) for words in told):
            return Fault("office-changed", f"the cited text calls {others[0].title()} so, and not {name.title()}")
    return None


def offices(docs: Iterable[Doc]) -> dict[str, frozenset[str]]:
    """The words of each person's roles, by the last word of the name in lower case."""
    found: dict[str, frozenset[str]] = {}
    for doc in docs:
        for person, role in find_roles(doc):
            name = person.text.split()[-1].lower()
            found[name] = found.get(name, frozenset()) | frozenset(re.findall(r"[a-z]+", role.lower()))
    return found
