"""Rules about the sense of a sentence: who does what to whom, negation, and whether it is a fact, a plan or a possibility.

They compare verbs of the claim with the same verbs in the nearest sentences of the source.
"""

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.language import contains_denial, find_predicates, find_roles_by_verb


def check_roles(pair: Pair) -> Fault | None:
    """Subject and object of a verb must not be exchanged."""
    source = find_roles_by_verb(pair.nearest)
    for verb, found in find_roles_by_verb(pair.claim_doc).items():
        for who, whom in found:
            if (whom, who) in source.get(verb, ()) and (who, whom) not in source[verb]:
                return Fault("roles-exchanged", f"the cited text has who does “{verb}” to whom the other way round")
    return None


def check_negation(pair: Pair) -> Fault | None:
    """A verb must not be negated in the claim and only affirmed in the source, or the other way round."""
    source = find_predicates(pair.nearest)
    for lemma, found in find_predicates(pair.claim_doc).items():
        negated = {p.negated for p in found}
        if lemma in source and not negated & {p.negated for p in source[lemma]}:
            return Fault("negation-changed", f"“{lemma}” is negated in one of claim and cited text, and not in the other")
        if lemma not in source and negated == {True} and not contains_denial(pair.nearest):
            return Fault("negation-changed", f"“{lemma}” is negated in the claim, and nothing is in the cited text")
    return None


def check_modality(pair: Pair) -> Fault | None:
    """A possibility or a plan must not become a fact."""
    source = find_predicates(pair.nearest)
    for lemma, found in find_predicates(pair.claim_doc).items():
        if lemma in source and "fact" in {p.mood for p in found} and (moods := {p.mood for p in source[lemma]}) and "fact" not in moods:
            return Fault("modality-changed", f"in the cited text “{lemma}” is only {' or '.join(sorted(moods))}")
    return None
