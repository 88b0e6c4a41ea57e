"""Values of facts as one line of text."""

import html
import re
from typing import Any

from onrecord.ingest.cleaning import plain

ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
MAX_FACT = 500  # characters of a title, a name or an outlet; a longer value is another thing
NAMES_OF_OBJECTS = ("name", "title", "value", "@value", "text", "label")  # where an object keeps its name


def name_of(value: Any) -> str | None:
    """A value as one line of text: text, a number, or the name of an object like `{"@type": "Person", "name": …}`. None for anything else."""
    if isinstance(value, dict):
        return next((line for key in NAMES_OF_OBJECTS if (line := name_of(value.get(key)))), None)
    return one_line(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def one_line(value: Any) -> str | None:
    """The value on one line. A character that is still written as an entity (`&amp;`) was escaped twice."""
    if not value:
        return None
    written = str(value)
    return " ".join(plain(html.unescape(written) if ENTITY.search(written) else written).split()) or None
