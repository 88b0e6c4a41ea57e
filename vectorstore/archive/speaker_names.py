"""Whose statements stand where, by folded name: how passages are found by who speaks in them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

NAME_WORD = re.compile(r"\w+")
ROLE_OF = re.compile(r"^(?P<role>.+?) (?:of|for|at|in) .+$")  # "mayor of Druva"
OWNER = re.compile(r"^.*['’]s? (?P<role>\S.*)$")  # "Tolmara's defence minister"

# Names agree where one ends in the other: "Putin" and "Vladimir Putin", "health agency" and "Regional Health Agency"; a role where it
# begins with the one asked for: "mayor of Druva". Two selects, since SQLite uses no index across an OR.
PLACES = 'SELECT article_id, version, start, "end" FROM spoken'
SPOKEN = (
    f"{PLACES} WHERE :name <> '' AND last = :last AND (name = :name OR name LIKE '% ' || :name OR :name LIKE '% ' || name)"
    f" UNION {PLACES} WHERE :role <> '' AND role >= :role AND role < :role || '!'"
)


def fold(name: str) -> str:
    """Lower case, without accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(NAME_WORD.findall(plain.lower()))


def speaker_values(name: str) -> dict[str, str]:
    """What `SPOKEN` binds, for a name or a description as a question has it."""
    owned = OWNER.match(name)
    role = owned["role"] if owned else name
    of = ROLE_OF.match(role)
    folded = fold(name)
    return {"name": folded, "last": folded.rpartition(" ")[2], "role": fold(of["role"] if of else role)}


def spoken_rows(article_id: str, version: int, payload: list[Any]) -> Iterator[dict[str, Any]]:
    """A row for each statement of a reader's payload that has a `speaker_name` and a `content` of `start` and `end`."""
    for statement in payload:
        name, content = fold(statement.get("speaker_name") or ""), statement.get("content")
        if name and content:
            place = {"article_id": article_id, "version": version, "start": content["start"], "end": content["end"]}
            yield place | {"name": name, "last": name.rpartition(" ")[2], "role": fold(statement.get("speaker_role") or "")}
