"""Word knowledge that question, attribution, evidence and gate share."""

from onrecord.assistant.language.dates import DAY_OF_MONTH, long_day, read_dates
from onrecord.assistant.language.numbers import MONTHS, WEEKDAYS, figures
from onrecord.assistant.language.parser import parser
from onrecord.assistant.language.predicates import denies_at_all, predicates, who_to_whom
from onrecord.assistant.language.pronouns import PRONOUNS
from onrecord.assistant.language.quantities import DEAD, DIED, HURT, PEOPLE, PERSONS, WAS_HURT, Quantity, fate, parsed, quantities
from onrecord.assistant.language.titles import TITLES

__all__ = [
    "DAY_OF_MONTH",
    "DEAD",
    "DIED",
    "HURT",
    "MONTHS",
    "PEOPLE",
    "PERSONS",
    "PRONOUNS",
    "TITLES",
    "WAS_HURT",
    "WEEKDAYS",
    "Quantity",
    "denies_at_all",
    "fate",
    "figures",
    "long_day",
    "parsed",
    "parser",
    "predicates",
    "quantities",
    "read_dates",
    "who_to_whom",
]
