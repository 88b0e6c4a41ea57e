"""Keys of the HTTP API. `onrecord keys add` makes a key and shows it once. Only the key's hash is stored: in a file of the home, or in PostgreSQL."""

import json
import re
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from onrecord.assistant.tokens import hash_token, make_token
from onrecord.vectorstore.atomic import write_json
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import BadInput, NotFound, Unavailable
from onrecord.vectorstore.settings import COLLECTION_NAME

SCOPES = ("ask", "ingest", "admin")
NAME = re.compile(r"[\w .@-]{1,60}")
PREFIX = "onrec_"  # scanners for leaked secrets recognize a key by this prefix


@dataclass(frozen=True)
class Key:
    """A key and its scopes. `ask` may ask, search and read; `ingest` may add articles and edit their facts; `admin` may do everything, also retract."""

    name: str
    scopes: tuple[str, ...]
    collection: str
    created_at: str
    sha256: str  # hash of the token

    def may(self, scope: str) -> bool:
        return scope in self.scopes or "admin" in self.scopes


class KeyStore(Protocol):
    """Keys, wherever they are stored. Another process may add and remove keys at the same time."""

    def add(self, name: str, scopes: tuple[str, ...], collection: str) -> str:
        """Make a key and return its token, which is not stored.

        Raises:
            BadInput: the name is in use, or one of the arguments is invalid.
        """

    def remove(self, name: str) -> None:
        """Remove a key. A running server refuses it from the next request on. Raises NotFound if there is no key of this name."""

    def all(self) -> list[Key]: ...

    def find(self, token: str) -> Key | None:
        """The key with this token. Raises Unavailable if the keys cannot be read."""


def make_key(name: str, scopes: tuple[str, ...], collection: str) -> tuple[Key, str]:
    """A new key and its token. Raises BadInput."""
    if not NAME.fullmatch(name):
        raise BadInput("a key's name must have 1 to 60 letters, digits, spaces or . @ - _")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise BadInput(f"--scope must be one or more of {', '.join(SCOPES)}")
    if not re.fullmatch(COLLECTION_NAME.strip("^$"), collection):
        raise BadInput("a collection's name must have 1 to 40 lower-case letters, digits or -")
    token = PREFIX + make_token()
    return Key(name, tuple(sorted(set(scopes))), collection, now(), hash_token(token)), token


def name_in_use(name: str) -> BadInput:
    return BadInput(f"a key {name} exists already; remove it first, onrecord keys remove {name!r}")


def no_key(name: str) -> NotFound:
    return NotFound(f"there is no key {name}; onrecord keys list shows all keys")


class Keys:
    """The keys of a home in a file, as a `KeyStore`."""

    def __init__(self, home: Path) -> None:
        self._path = home / "keys.json"
        self._read: tuple[object, dict[str, Key]] = (None, {})
        self._reading = threading.Lock()

    def add(self, name: str, scopes: tuple[str, ...], collection: str) -> str:
        key, token = make_key(name, scopes, collection)
        with self._writing():
            keys = self.all()
            if any(k.name == name for k in keys):
                raise name_in_use(name)
            self._write([*keys, key])
        return token

    def remove(self, name: str) -> None:
        self._require(name)  # before the lock, which would create a missing home
        with self._writing():
            self._require(name)
            keys = self.all()
            self._write([k for k in keys if k.name != name])

    def _require(self, name: str) -> None:
        if all(k.name != name for k in self.all()):
            raise no_key(name)

    def all(self) -> list[Key]:
        return list(self._current().values())

    def find(self, token: str) -> Key | None:
        return self._current().get(hash_token(token))

    def _current(self) -> dict[str, Key]:
        """The keys by hash. They are read again if the file has changed. If it cannot be read, every request is refused (Unavailable)."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return {}
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        with self._reading:
            if self._read[0] != stamp:
                try:
                    rows = json.loads(self._path.read_text("utf-8"))
                    self._read = stamp, {r["sha256"]: Key(**r | {"scopes": tuple(r["scopes"])}) for r in rows}
                except (OSError, ValueError, TypeError, KeyError) as e:
                    raise Unavailable(f"cannot read {self._path} ({type(e).__name__}); repair it, or delete it and add the keys again") from None
            return self._read[1]

    def _writing(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"))

    def _write(self, keys: list[Key]) -> None:
        write_json(self._path, [asdict(k) for k in keys], indent=1, private=True)
