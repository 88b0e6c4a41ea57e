"""Months and weekdays, and their forms in texts. Months are numbered from 1, weekdays from 0 (Monday)."""

from onrecord.vectorstore.calendar import MONTHS, WEEKDAYS

__all__ = ["CAPITAL_MONTHS", "CAPITAL_WEEKDAYS", "FULL_MONTHS", "MONTHS", "MONTH_NUMBERS", "SHORT_MONTHS", "WEEKDAYS"]

MONTH_NUMBERS = {name: n for n, name in enumerate(MONTHS, 1)} | {name[:3]: n for n, name in enumerate(MONTHS, 1)} | {"sept": 9}

# Patterns. Use them inside a group.
FULL_MONTHS = "|".join(MONTHS)
SHORT_MONTHS = "|".join(name[:3] for name in MONTHS)
CAPITAL_MONTHS = "|".join(name.title() for name in sorted(MONTH_NUMBERS, key=len, reverse=True))
CAPITAL_WEEKDAYS = "|".join(name.title() for name in WEEKDAYS)
