"""Who is quoted in the archive: how often, in how many articles, and their words with the places where they stand.

Counted are the latest versions of articles that are not retracted, and only speakers with a name: "the mayor" and "police" are left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, bindparam, text

from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.archive.speaker_names import SPOKEN, fold, speaker_values

QUOTED = (
    "JOIN articles a ON a.article_id = s.article_id AND a.latest = s.version JOIN versions v ON v.article_id = s.article_id AND v.version = s.version"
    " WHERE NOT EXISTS (SELECT 1 FROM retractions r WHERE r.article_id = s.article_id AND r.undone_at IS NULL)"
)
PLACE = 's.article_id, s.version, s.start, s."end", v.title, v.publisher, v.published_at, substr(v.text, s.start + 1, s."end" - s.start) AS text'
NEWEST = "ORDER BY coalesce(substr(v.published_at, 1, 10), '') DESC, s.article_id"
NAMES = text(f"SELECT s.name, count(*) AS statements FROM spoken s {QUOTED} AND s.name LIKE '%' || :part || '%' GROUP BY s.name ORDER BY 2 DESC, s.name")
ARTICLES = text(f"SELECT count(DISTINCT s.article_id) FROM spoken s {QUOTED} AND s.last = :last AND s.name IN :names").bindparams(bindparam("names", expanding=True))
LATEST = text(f"SELECT {PLACE} FROM spoken s {QUOTED} AND s.last = :last AND s.name IN :names {NEWEST}, s.\"end\" - s.start DESC LIMIT 1").bindparams(bindparam("names", expanding=True))
SAID = text(f"SELECT {PLACE} FROM ({SPOKEN}) s {QUOTED} {NEWEST}, s.start LIMIT :limit OFFSET :skip")
PAYLOAD = text("SELECT payload FROM statements WHERE article_id = :article_id AND version = :version ORDER BY rowid DESC LIMIT 1").columns(payload=JSON)


@dataclass(frozen=True)
class Said:
    """Words that an article attributes to a speaker: `start` and `end` are code points of this version's text."""

    speaker: str
    role: str | None
    cue: str | None  # "said", "denied"
    article_id: str
    version: int
    start: int
    end: int
    text: str
    title: str
    publisher: str | None
    published_at: str | None


@dataclass(frozen=True)
class Person:
    """A person or body that is quoted, with its latest words."""

    name: str
    role: str | None
    statements: int
    articles: int
    latest: Said


def people(archive: Archive, limit: int, part: str = "") -> list[Person]:
    """The speakers who are quoted most, the most quoted first. `part`: a part of the name, without regard to case and accents."""
    found: list[Person] = []
    with archive.engine.connect() as db:
        counts = {row.name: row.statements for row in db.execute(NAMES, {"part": fold(part)})}
        for name, forms in sorted(grouped(counts).items(), key=lambda group: -sum(counts[form] for form in group[1])):
            if len(found) == limit:
                break
            if person := _person(db, name, [form for form in forms if " " in form or _is_name(db, form)], counts):
                found.append(person)
    return sorted(found, key=lambda p: -p.statements)


def said_by(archive: Archive, speaker: str, limit: int, skip: int = 0) -> list[Said]:
    """The words of a speaker, the newest first. `speaker`: a name or its last words, or a role such as "mayor of Druva"."""
    with archive.engine.connect() as db:
        rows = db.execute(SAID, speaker_values(speaker) | {"limit": limit, "skip": skip}).all()
        return [_said(db, row) for row in rows]


def grouped(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """The forms of each speaker's name, under the form to show: "leyla orhadze" has "orhadze", if nobody else is called so. The order is kept."""
    longer: dict[str, list[str]] = defaultdict(list)  # names that end with these words
    for name in counts:
        words = name.split()
        for n in range(1, len(words)):
            longer[" ".join(words[n:])].append(name)
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(_longest(name, longer.get(name, [])), []).append(name)
    return {max(forms, key=lambda form: (form.count(" ") in (1, 2), counts[form])): forms for forms in groups.values()}


def _longest(name: str, longer: list[str]) -> str:
    """The longest form of a name, if all longer names are forms of it too: two people can share a surname."""
    longest = max(longer, key=len, default=name)
    return longest if all(longest == other or longest.endswith(f" {other}") for other in longer) else name


def _person(db: Connection, name: str, forms: list[str], counts: Mapping[str, int]) -> Person | None:
    """None for a speaker without a name of its own."""
    shown, latest = _latest(db, [name]), _latest(db, forms or [name])
    if not forms or shown is None or latest is None or not is_named(shown.speaker):
        return None
    return Person(shown.speaker, shown.role, sum(counts[form] for form in forms), db.execute(ARTICLES, named(forms)).scalar_one(), latest)


def _is_name(db: Connection, form: str) -> bool:
    """Whether one word is a name. "police" is nobody's short form, even if only one police is quoted by its full name."""
    found = _latest(db, [form])
    return found is not None and is_named(found.speaker)


def _latest(db: Connection, names: list[str]) -> Said | None:
    """The longest statement of the newest article that quotes them."""
    row = db.execute(LATEST, named(names)).one_or_none()
    return _said(db, row) if row else None


def named(forms: list[str]) -> dict[str, Any]:
    """The parameters for the forms of one name. They have the same last word, which is in an index of the table."""
    return {"names": forms, "last": forms[0].rpartition(" ")[2]}


def is_named(speaker: str) -> bool:
    """Whether a speaker is called by a name: "Lumenpost", and not "company"; scripts without capitals count as names."""
    return not speaker[:1].islower()


def _said(db: Connection, row: Any) -> Said:
    payload = db.execute(PAYLOAD, {"article_id": row.article_id, "version": row.version}).scalar_one_or_none()
    content = {"start": row.start, "end": row.end}
    stated: dict[str, Any] = next((s for s in payload or [] if s["content"] == content and s["speaker_name"]), {})
    place = {name: row._mapping[name] for name in ("article_id", "version", "start", "end", "text", "title", "publisher", "published_at")}
    return Said(stated.get("speaker_name", ""), stated.get("speaker_role"), stated.get("cue_lemma"), **place)
