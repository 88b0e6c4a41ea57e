"""Changes the case of a phrase's first letter, for phrases that are moved within a sentence."""

import re


def lower_first(phrase: str, first_words: re.Pattern[str]) -> str:
    """The phrase with a small first letter if it starts with one of `first_words`, such as an article. A name keeps its capital letter."""
    return phrase[:1].lower() + phrase[1:] if first_words.match(phrase) else phrase


def upper_first(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
