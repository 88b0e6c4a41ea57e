"""The months and weekdays in English, in order, in lower case, and days as ISO text."""

from datetime import date

from onrecord.vectorstore.errors import BadInput

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def iso_day(value: str | None, name: str) -> str | None:
    """The day as YYYY-MM-DD. Raises BadInput with the name of the field if the day is malformed."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (ValueError, TypeError):
        raise BadInput(f"{name} is {value!r}; write a day as YYYY-MM-DD") from None
