"""Rules about the meaning of a sentence: subject and object, negation, and whether it states a fact, a plan or a possibility.

They compare verbs of the claim with the same verbs in the most similar sentences of the source.
"""

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.language import DENYING, contains_denial, find_predicates, find_roles_by_verb


def check_roles(pair: Pair) -> Fault | None:
    """A claim must not exchange the subject and the object of a verb."""
    source = find_roles_by_verb(pair.nearest)
    for verb, found in find_roles_by_verb(pair.claim_doc).items():
        for who, whom in found:
            if (whom, who) in source.get(verb, ()) and (who, whom) not in source[verb]:
                return Fault("roles-exchanged", f"the claim exchanges the subject and the object that “{verb}” has in the cited text")
    return None


def check_negation(pair: Pair) -> Fault | None:
    """A claim must not negate a verb that the source only affirms, or affirm a verb that the source only negates."""
    source = find_predicates(pair.nearest)
    for lemma, found in find_predicates(pair.claim_doc).items():
        negated = {p.negated for p in found}
        if lemma in source and not negated & {p.negated for p in source[lemma]}:
            return Fault("negation-changed", f"“{lemma}” is negated either in the claim or in the cited text, but not in both")
        if lemma not in source and lemma not in DENYING and negated == {True} and not contains_denial(pair.nearest):
            return Fault("negation-changed", f"“{lemma}” is negated in the claim, but the cited text has no negation")
    return None


def check_modality(pair: Pair) -> Fault | None:
    """A claim must not state a possibility or a plan as a fact."""
    source = find_predicates(pair.nearest)
    for lemma, found in find_predicates(pair.claim_doc).items():
        if lemma in source and "fact" in {p.mood for p in found} and (moods := {p.mood for p in source[lemma]}) and "fact" not in moods:
            return Fault("modality-changed", f"in the cited text “{lemma}” is only {' or '.join(sorted(moods))}")
    return None
