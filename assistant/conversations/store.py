"""Stored conversations: questions, their answers, and readers' ratings.

A stored answer never changes; `staleness.py` finds its citations that are out of date.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    URL,
    Column,
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    exists,
    func,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy import text as text_clause
from sqlalchemy.exc import DatabaseError

from onrecord.assistant.answer import Answer
from onrecord.assistant.question import Message
from onrecord.assistant.tokens import hash_token, make_token
from onrecord.vectorstore.archive import dialect_of, fold, postgres_engine
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.database import Database
from onrecord.vectorstore.errors import NotFound, Unavailable, known_error

MAX_TITLE_CHARACTERS = 80
Rating = Literal["up", "down"]
Also = Callable[[Connection, str], None]
metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("row", Integer, primary_key=True),  # in the order of creation
    Column("conversation_id", String, nullable=False, unique=True),
    Column("owner", String, nullable=False, index=True),  # name of a key; "" for callers without a key
    Column("title", Text, nullable=False),  # "" until the first question
    Column("created_at", String, nullable=False),
    Column("updated_at", String, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("row", Integer, primary_key=True),  # in the order of the questions
    Column("turn_id", String, nullable=False, unique=True),
    Column("conversation_id", String, ForeignKey("conversations.conversation_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asked_at", String, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("rating", String),
    Column("comment", Text),
    Column("narrowed", JSON),  # filters, day and model that the question had; absent in databases of older releases until they are opened
)

shares = Table(
    "shares",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("sha256", String, nullable=False, unique=True),  # hash of the token
    Column("conversation_id", String, ForeignKey("conversations.conversation_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", String, nullable=False),
)


@dataclass(frozen=True)
class Conversation:
    """`shared`: there is a link with which others can read it."""

    conversation_id: str
    title: str
    created_at: str
    updated_at: str
    turns: int
    shared: bool = False


@dataclass(frozen=True)
class StoredTurn:
    turn_id: str
    asked_at: str
    answer: dict[str, Any]  # `Answer` as JSON, with the fields of the release that stored it
    narrowed: dict[str, Any]  # filters, day and model that the question had
    feedback: dict[str, str | None] | None


def nothing_more(db: Connection, turn_id: str) -> None:
    pass


class Conversations:
    """The conversations of one collection. Only its owner can read, change or delete a conversation."""

    def __init__(self, path: Path, database: Database | None = None) -> None:
        """Open the conversations in a SQLite file, or in PostgreSQL beside the archive. Raises Unavailable if they cannot be opened."""
        try:
            self._engine = postgres_engine(database) if database else sqlite_file(path)
            with self._engine.begin() as db:
                dialect_of(db).lock_schema(db)
                metadata.create_all(db)
                add_missing_columns(db)
        except (DatabaseError, OSError) as e:
            raise known_error(e) or Unavailable(f"cannot open the conversations in {database or path}: {getattr(e, 'orig', e)}") from e

    def close(self) -> None:
        self._engine.dispose()

    def create(self, owner: str, title: str = "") -> Conversation:
        created = Conversation(uuid.uuid4().hex, shorten(title), now(), now(), 0)
        row = {k: v for k, v in asdict(created).items() if k not in ("turns", "shared")}
        with self._engine.begin() as db:
            db.execute(insert(conversations).values(owner=owner, **row))
        return created

    def list_of(self, owner: str, limit: int = 200, text: str = "") -> list[Conversation]:
        """The owner's conversations, the most recently used first.

        Args:
            text: only those with this text in their title, a question or an answer, in upper or lower case and with or without accents.
        """
        query = select_with_turn_count().where(conversations.c.owner == owner).order_by(conversations.c.updated_at.desc(), conversations.c.row.desc())
        if fold(text):
            query = query.where(or_(contains(conversations.c.title, text), conversations.c.conversation_id.in_(conversations_that_say(text))))
        with self._engine.connect() as db:
            return [read_conversation(row) for row in db.execute(query.limit(limit))]

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """Raises NotFound if the owner has no conversation with this id."""
        with self._engine.connect() as db:
            row = db.execute(select_with_turn_count().where(*owned_by(owner, conversation_id))).one_or_none()
        if row is None or row.conversation_id is None:
            raise NotFound(f"there is no conversation {conversation_id}")
        return read_conversation(row)

    def rename(self, owner: str, conversation_id: str, title: str) -> Conversation:
        self.get(owner, conversation_id)
        with self._engine.begin() as db:
            db.execute(update(conversations).where(*owned_by(owner, conversation_id)).values(title=shorten(title)))
        return self.get(owner, conversation_id)

    def delete(self, owner: str, conversation_id: str) -> None:
        """Delete a conversation and its answers permanently."""
        self.get(owner, conversation_id)
        with self._engine.begin() as db:
            db.execute(delete(conversations).where(*owned_by(owner, conversation_id)))

    def add(self, owner: str, conversation_id: str, answer: Answer, narrowed: dict[str, Any] | None = None, also: Also = nothing_more) -> str:
        """Store an answer and return the id of its turn. Raises NotFound if the conversation was deleted meanwhile.

        Args:
            narrowed: the filters, day and model of the question, as in the request.
            also: called in the same transaction with the id of the turn. If it raises, nothing is stored.
        """
        known = self.get(owner, conversation_id)
        turn_id = uuid.uuid4().hex
        with self._engine.begin() as db:
            db.execute(insert(turns).values(turn_id=turn_id, conversation_id=conversation_id, asked_at=now(), answer=asdict(answer), narrowed=narrowed or None))
            titled = {"title": known.title or shorten(answer.question), "updated_at": now()}
            db.execute(update(conversations).where(*owned_by(owner, conversation_id)).values(**titled))
            also(db, turn_id)
        return turn_id

    def turns(self, owner: str, conversation_id: str) -> list[StoredTurn]:
        """The turns in the order of their questions."""
        self.get(owner, conversation_id)
        with self._engine.connect() as db:
            return read_turns(db, conversation_id)

    def history(self, owner: str, conversation_id: str) -> list[Message]:
        """The messages so far. The next question may refer to them."""
        return messages_of(self.turns(owner, conversation_id))

    def share(self, owner: str, conversation_id: str) -> str:
        """The token of a new link with which others can read the conversation. The token is not stored. Earlier links stay."""
        self.get(owner, conversation_id)
        token = make_token()
        with self._engine.begin() as db:
            db.execute(insert(shares).values(sha256=hash_token(token), conversation_id=conversation_id, created_at=now()))
        return token

    def unshare(self, owner: str, conversation_id: str) -> None:
        """Take all links to the conversation back."""
        self.get(owner, conversation_id)
        with self._engine.begin() as db:
            db.execute(delete(shares).where(shares.c.conversation_id == conversation_id))

    def shared(self, token: str) -> tuple[Conversation, list[StoredTurn]] | None:
        """The conversation to which a link leads, with its turns; None if there is no such link."""
        opened_by = select(shares.c.conversation_id).where(shares.c.sha256 == hash_token(token))
        with self._engine.connect() as db:
            row = db.execute(select_with_turn_count().where(conversations.c.conversation_id.in_(opened_by))).one_or_none()
            return (read_conversation(row), read_turns(db, row.conversation_id)) if row else None

    def rate(self, owner: str, turn_id: str, rating: Rating, comment: str | None) -> None:
        """Store a rating. It replaces an earlier one. Raises NotFound if the owner has no such turn."""
        own = select(conversations.c.conversation_id).where(conversations.c.owner == owner)
        query = update(turns).where(turns.c.turn_id == turn_id, turns.c.conversation_id.in_(own))
        with self._engine.begin() as db:
            if not db.execute(query.values(rating=rating, comment=comment)).rowcount:
                raise NotFound(f"there is no turn {turn_id}; only answers of stored conversations can be rated")


def select_with_turn_count() -> Any:
    is_shared = exists().where(shares.c.conversation_id == conversations.c.conversation_id)
    return (
        select(conversations, func.count(turns.c.row).label("asked"), is_shared.label("shared"))
        .join(turns, turns.c.conversation_id == conversations.c.conversation_id, isouter=True)
        .group_by(conversations.c.row)
    )


def contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return func.fold(column).contains(fold(text), autoescape=True)


def conversations_that_say(text: str) -> Any:
    """The ids of conversations with this text in a question or an answer."""
    said = [contains(turns.c.answer[part].as_string(), text) for part in ("question", "text")]
    return select(turns.c.conversation_id).where(or_(*said))


def owned_by(owner: str, conversation_id: str) -> tuple[Any, ...]:
    return conversations.c.owner == owner, conversations.c.conversation_id == conversation_id


def read_conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.conversation_id, row.title, row.created_at, row.updated_at, row.asked, row.shared)


def read_turns(db: Connection, conversation_id: str) -> list[StoredTurn]:
    return [read_turn(row) for row in db.execute(select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.row))]


def read_turn(row: Row[Any]) -> StoredTurn:
    feedback = {"rating": row.rating, "comment": row.comment} if row.rating else None
    return StoredTurn(row.turn_id, row.asked_at, row.answer, row.narrowed or {}, feedback)


def sqlite_file(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})
    event.listen(engine, "connect", set_pragmas)
    return engine


def add_missing_columns(db: Connection) -> None:
    """Add the columns that a database of an older release lacks."""
    known = {c["name"] for c in inspect(db).get_columns("turns")}
    for column in (c for c in turns.c if c.name not in known):
        db.execute(text_clause(f"ALTER TABLE turns ADD COLUMN {column.name} {column.type.compile(db.dialect)}"))


def set_pragmas(connection: Any, _: Any) -> None:
    connection.create_function("fold", 1, lambda value: fold(value or ""), deterministic=True)
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def shorten(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= MAX_TITLE_CHARACTERS else f"{line[: MAX_TITLE_CHARACTERS - 1].rstrip()}…"


def messages_of(stored: Sequence[StoredTurn]) -> list[Message]:
    """The questions and answers of turns as messages, oldest first."""
    return [Message(role, text) for t in stored for role, text in (("user", t.answer["question"]), ("assistant", t.answer["text"]))]  # type: ignore[arg-type]
