"""Stored conversations: questions with the answers as they were given, and what readers thought of them.

An answer is kept to the letter; `stale.py` looks up what has become of the articles that it cites.
"""

import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    URL,
    Column,
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
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError

from onrecord.assistant.answer import Answer
from onrecord.assistant.question import Message
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import NotFound, Unavailable

TITLE_CHARACTERS = 80
Rating = Literal["up", "down"]
metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("row", Integer, primary_key=True),  # the order of making
    Column("conversation_id", String, nullable=False, unique=True),
    Column("owner", String, nullable=False, index=True),  # name of a key; "" without keys
    Column("title", Text, nullable=False),  # "" until there is a question
    Column("created_at", String, nullable=False),
    Column("updated_at", String, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("row", Integer, primary_key=True),  # the order of asking
    Column("turn_id", String, nullable=False, unique=True),
    Column("conversation_id", String, ForeignKey("conversations.conversation_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("asked_at", String, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("rating", String),
    Column("comment", Text),
)


@dataclass(frozen=True)
class Conversation:
    conversation_id: str
    title: str
    created_at: str
    updated_at: str
    turns: int


@dataclass(frozen=True)
class StoredTurn:
    turn_id: str
    asked_at: str
    answer: dict[str, Any]  # as `Answer` was then
    feedback: dict[str, str | None] | None


class Conversations:
    """Of one collection. Everything is the owner's: nobody else reads, changes or deletes it."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": 30})
        event.listen(self._engine, "connect", configure)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            metadata.create_all(self._engine)
        except (DatabaseError, OSError) as e:
            raise Unavailable(f"the conversations in {path} cannot be opened: {getattr(e, 'orig', e)}") from e

    def close(self) -> None:
        self._engine.dispose()

    def create(self, owner: str, title: str = "") -> Conversation:
        made = Conversation(uuid.uuid4().hex, shortened(title), now(), now(), 0)
        row = {k: v for k, v in asdict(made).items() if k != "turns"}
        with self._engine.begin() as db:
            db.execute(insert(conversations).values(owner=owner, **row))
        return made

    def of(self, owner: str, limit: int = 200) -> list[Conversation]:
        """The last used first."""
        query = counted().where(conversations.c.owner == owner).order_by(conversations.c.updated_at.desc(), conversations.c.row.desc())
        with self._engine.connect() as db:
            return [read(row) for row in db.execute(query.limit(limit))]

    def get(self, owner: str, conversation_id: str) -> Conversation:
        """Raises NotFound when the owner has none of that id."""
        with self._engine.connect() as db:
            row = db.execute(counted().where(*is_owned(owner, conversation_id))).one_or_none()
        if row is None or row.conversation_id is None:
            raise NotFound(f"there is no conversation {conversation_id}")
        return read(row)

    def rename(self, owner: str, conversation_id: str, title: str) -> Conversation:
        self.get(owner, conversation_id)
        with self._engine.begin() as db:
            db.execute(update(conversations).where(*is_owned(owner, conversation_id)).values(title=shortened(title)))
        return self.get(owner, conversation_id)

    def delete(self, owner: str, conversation_id: str) -> None:
        """With its answers, for good."""
        self.get(owner, conversation_id)
        with self._engine.begin() as db:
            db.execute(delete(conversations).where(*is_owned(owner, conversation_id)))

    def add(self, owner: str, conversation_id: str, answer: Answer) -> str:
        """Returns the id of the turn. Raises NotFound where the conversation was deleted meanwhile."""
        known = self.get(owner, conversation_id)
        turn_id = uuid.uuid4().hex
        with self._engine.begin() as db:
            db.execute(insert(turns).values(turn_id=turn_id, conversation_id=conversation_id, asked_at=now(), answer=asdict(answer)))
            titled = {"title": known.title or shortened(answer.question), "updated_at": now()}
            db.execute(update(conversations).where(*is_owned(owner, conversation_id)).values(**titled))
        return turn_id

    def turns(self, owner: str, conversation_id: str) -> list[StoredTurn]:
        """In the order of asking."""
        self.get(owner, conversation_id)
        query = select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.row)
        with self._engine.connect() as db:
            return [read_turn(row) for row in db.execute(query)]

    def history(self, owner: str, conversation_id: str) -> list[Message]:
        """What was said, for the next question to lean on."""
        said = [t.answer for t in self.turns(owner, conversation_id)]
        return [Message(role, text) for a in said for role, text in (("user", a["question"]), ("assistant", a["text"]))]  # type: ignore[arg-type]

    def rate(self, owner: str, turn_id: str, rating: Rating, comment: str | None) -> None:
        """Replaces what was said before. Raises NotFound when the owner has no such turn."""
        own = select(conversations.c.conversation_id).where(conversations.c.owner == owner)
        query = update(turns).where(turns.c.turn_id == turn_id, turns.c.conversation_id.in_(own))
        with self._engine.begin() as db:
            if not db.execute(query.values(rating=rating, comment=comment)).rowcount:
                raise NotFound(f"there is no turn {turn_id}; only answers of stored conversations are rated")


def counted() -> Any:
    return (
        select(conversations, func.count(turns.c.row).label("asked"))
        .join(turns, turns.c.conversation_id == conversations.c.conversation_id, isouter=True)
        .group_by(conversations.c.row)
    )


def is_owned(owner: str, conversation_id: str) -> tuple[Any, ...]:
    return conversations.c.owner == owner, conversations.c.conversation_id == conversation_id


def read(row: Row[Any]) -> Conversation:
    return Conversation(row.conversation_id, row.title, row.created_at, row.updated_at, row.asked)


def read_turn(row: Row[Any]) -> StoredTurn:
    feedback = {"rating": row.rating, "comment": row.comment} if row.rating else None
    return StoredTurn(row.turn_id, row.asked_at, row.answer, feedback)


def configure(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def shortened(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= TITLE_CHARACTERS else f"{line[: TITLE_CHARACTERS - 1].rstrip()}…"
