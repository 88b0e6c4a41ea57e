import pytest

from onrecord.assistant.language.parser import parser
from onrecord.assistant.language.predicates import contains_denial, find_predicates, find_roles_by_verb


@pytest.mark.parametrize(
    ("sentence", "lemma", "negated", "mood"),
    [
        ("The unit fired.", "fire", False, "fact"),
        ("The unit did not fire.", "fire", True, "fact"),
        ("No unit fired.", "fire", True, "fact"),
        ("The unit refused to fire.", "fire", True, "planned"),
        ("The unit may fire.", "fire", False, "possible"),
        ("The unit will fire.", "fire", False, "planned"),
        ("The unit plans to fire.", "fire", False, "planned"),
        ("The dam is unsafe.", "unsafe", False, "fact"),
        ("The mission was not in a position to establish the cause.", "establish", True, "fact"),
        ("The mission was in a position to establish the cause.", "establish", False, "fact"),
    ],
)
def test_predicate(sentence: str, lemma: str, negated: bool, mood: str) -> None:
    (found,) = find_predicates(parser()(sentence))[lemma]
    assert (found.negated, found.mood) == (negated, mood)


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [("The mayor denied it.", True), ("It never rained.", True), ("The bridge was closed without a reason.", True), ("The bridge was closed.", False)],
)
def test_words_that_deny(sentence: str, denies: bool) -> None:
    assert contains_denial(parser()(sentence)) is denies


@pytest.mark.parametrize("sentence", ["The army attacked the town.", "The town was attacked by the army."])
def test_active_and_passive_have_the_same_roles(sentence: str) -> None:
    assert find_roles_by_verb(parser()(sentence))["attack"] == {("armi", "town")}
