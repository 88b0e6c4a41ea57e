"""Names of months and weekdays in many languages, from the Unicode locale data that dateparser carries."""

import unicodedata
from functools import cache
from importlib import import_module

LANGUAGES = (
    "en de fr es it pt nl sv da nb nn fi is et lv lt pl cs sk sl hr bs sr-Latn sr mk bg ru uk be el hu ro tr az ca gl eu cy ga sq mt af id ms fil sw so vi"
    " ar fa ur he hi bn ta te mr gu th ka hy kk uz"
).split()
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MIN_LETTERS = 3  # shorter abbreviations are also other words

Names = dict[str, dict[int, set[str]]]  # name → number → languages that use it so


def month_of(word: str, language: str | None = None) -> int | None:
    """The number of a month from its name. None if it is no month, or if languages disagree and `language` (ISO 639-1) does not decide."""
    return number_of(names("months"), word, language)


def weekday_of(word: str) -> int | None:
    """0 for Monday. None if the word is no weekday or not the same one in all languages."""
    return number_of(names("weekdays"), word, None)


def number_of(table: Names, word: str, language: str | None) -> int | None:
    found = table.get(folded(word)) or table.get(folded(word).rstrip(".")) or {}
    fitting = [n for n, languages in found.items() if language in languages] if len(found) > 1 else list(found)
    return fitting[0] if len(fitting) == 1 else None


@cache
def names(kind: str) -> Names:
    table: Names = {}
    for language in LANGUAGES:
        data = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, key in enumerate(MONTHS, 1) if kind == "months" else enumerate(WEEKDAYS):
            for name in data.get(key, ()):
                for form in {folded(name).rstrip("."), without_accents(folded(name)).rstrip(".")}:
                    if len(form) >= MIN_LETTERS or not form.isascii():
                        table.setdefault(form, {}).setdefault(number, set()).add(language.partition("-")[0])
    return table


def folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def without_accents(word: str) -> str:
    """The word without the accents of Latin and Greek letters. The marks of other scripts are vowels, and are kept."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f"))
