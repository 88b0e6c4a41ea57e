"""Speakers' names in a form that can be compared. A search by speaker uses them to find passages."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

NAME_WORD = re.compile(r"\w+")
ROLE_OF = re.compile(r"^(?P<role>.+?) (?:of|for|at|in) .+$")  # "mayor of Druva"
OWNER = re.compile(r"^.*['’]s? (?P<role>\S.*)$")  # "Tolmara's defence minister"

# Names match if one ends with the other: "Putin" and "Vladimir Putin", "health agency" and "Regional Health Agency". Roles match if the
# stored role begins with the role asked for: "mayor of Druva". There are two SELECTs, because SQLite uses no index for an OR.
PLACES = 'SELECT article_id, version, start, "end" FROM spoken'
SPOKEN = (
    f"{PLACES} WHERE :name <> '' AND last = :last AND (name = :name OR name LIKE '% ' || :name OR :name LIKE '% ' || name)"
    f" UNION {PLACES} WHERE :role <> '' AND role >= :role AND role < :role || '!'"
)


def fold(name: str) -> str:
    """A name in lower case, without accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(NAME_WORD.findall(plain.lower()))


def speaker_values(name: str) -> dict[str, str]:
    """The parameters of `SPOKEN` for a name or a description from a question."""
    owned = OWNER.match(name)
    role = owned["role"] if owned else name
    of = ROLE_OF.match(role)
    folded = fold(name)
    return {"name": folded, "last": folded.rpartition(" ")[2], "role": fold(of["role"] if of else role)}


def spoken_rows(article_id: str, version: int, payload: list[Any]) -> Iterator[dict[str, Any]]:
    """Rows of the table `spoken` for the statements in a reader's payload that have a `speaker_name` and a `content`."""
    for statement in payload:
        name, content = fold(statement.get("speaker_name") or ""), statement.get("content")
        if name and content:
            place = {"article_id": article_id, "version": version, "start": content["start"], "end": content["end"]}
            yield place | {"name": name, "last": name.rpartition(" ")[2], "role": fold(statement.get("speaker_role") or "")}
