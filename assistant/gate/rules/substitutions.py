"""A rule for near copies of a source sentence: no name, number or date may be replaced by another one, even if the passage has it elsewhere."""

from collections.abc import Sequence

from spacy.tokens import Token

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.exchanges import Exchange
from onrecord.assistant.gate.rules.fault import Fault
from onrecord.assistant.language import MONTHS, PERSONS, TITLE_FORMS, WEEKDAYS, find_figures
from onrecord.vectorstore.words import stem


def check_substitutions(pair: Pair) -> Fault | None:
    found = next(filter(names_another, pair.exchanges), None)
    return Fault("word-exchanged", str(found)) if found else None


def names_another(exchange: Exchange) -> bool:
    """Whether another name, number or date replaces one of the same kind."""
    return bool(word_kinds(exchange.old) & word_kinds(exchange.new)) and not is_same(exchange.old, exchange.new)


def counts_another_thing(exchange: Exchange) -> bool:
    """Whether the same number counts another thing: "15 trucks" instead of "15 tanks". Words for persons may replace each other."""
    counted = exchange.before is not None and exchange.before.like_num and exchange.old[0].pos_ == exchange.new[0].pos_ == "NOUN"
    old, new = word_forms(exchange.old), word_forms(exchange.new)
    return counted and not old & new and not (old & PERSONS and new & PERSONS)


def word_kinds(tokens: Sequence[Token]) -> set[str]:
    """Those of the kinds "name", "number", "weekday" and "month" that occur among the tokens."""
    dates = {"weekday" if t.lower_ in WEEKDAYS else "month" for t in tokens if t.lower_ in WEEKDAYS or (t.lower_ in MONTHS and t.is_title)}
    names = {"name" for t in tokens if t.pos_ in ("PROPN", "ADJ") and t.is_title | t.is_upper and t.lower_ not in (*WEEKDAYS, *MONTHS)}
    return dates | names | {"number" for t in tokens if t.like_num}


def is_same(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether both share a word, like a name and its short form, or have the same number in two forms."""
    if word_forms(old) & word_forms(new):
        return True
    one, other = ({f.value for f in find_figures(" ".join(t.text for t in some))} for some in (old, new))
    return bool(one & other)


def word_forms(tokens: Sequence[Token]) -> set[str]:
    """The stems of the words, and the long form of each short title ("Gen.")."""
    titles = {TITLE_FORMS[name] for t in tokens if (name := t.lower_.rstrip(".")) in TITLE_FORMS}
    return titles | {stem(t.text.rstrip(".")) for t in tokens}
