"""Keys of the HTTP API: made by `onrecord keys add`, shown once, kept as hashes beside the archive."""

import hashlib
import json
import re
import secrets
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from onrecord.vectorstore.atomic import write_json
from onrecord.vectorstore.clock import now
from onrecord.vectorstore.errors import BadInput, NotFound, Unavailable
from onrecord.vectorstore.settings import COLLECTION_NAME

SCOPES = ("ask", "ingest", "admin")
NAME = re.compile(r"[\w .@-]{1,60}")
PREFIX = "onrec_"  # so that scanners for leaked secrets can tell one


@dataclass(frozen=True)
class Key:
    """Scopes: `ask` asks, searches and reads; `ingest` takes articles in; `admin` may do all, and retract."""

    name: str
    scopes: tuple[str, ...]
    collection: str
    created_at: str
    sha256: str  # of the token: 256 random bits need no slower hash

    def may(self, scope: str) -> bool:
        return scope in self.scopes or "admin" in self.scopes


class Keys:
    """The keys of a home. Another process may add and remove some while this one reads."""

    def __init__(self, home: Path) -> None:
        self._path = home / "keys.json"
        self._read: tuple[object, dict[str, Key]] = (None, {})
        self._reading = threading.Lock()

    def add(self, name: str, scopes: tuple[str, ...], collection: str) -> str:
        """Returns the token, which is kept nowhere.

        Raises:
            BadInput: the name is taken, or one of the three cannot be.
        """
        if not NAME.fullmatch(name):
            raise BadInput("a key's name has 1 to 60 letters, digits, spaces and . @ - _")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise BadInput(f"--scope is one or more of {', '.join(SCOPES)}")
        if not re.fullmatch(COLLECTION_NAME.strip("^$"), collection):
            raise BadInput("a collection's name has lower-case letters, digits and -, at most 40")
        token = PREFIX + secrets.token_urlsafe(32)
        with self._writing():
            keys = self.all()
            if any(k.name == name for k in keys):
                raise BadInput(f"there is a key {name} already; remove it first, onrecord keys remove {name!r}")
            made = Key(name, tuple(sorted(set(scopes))), collection, now(), digest(token))
            self._write([*keys, made])
        return token

    def remove(self, name: str) -> None:
        """A running server refuses it from its next request on. Raises NotFound when there is none of that name."""
        with self._writing():
            keys = self.all()
            if all(k.name != name for k in keys):
                raise NotFound(f"there is no key {name}; onrecord keys list names them")
            self._write([k for k in keys if k.name != name])

    def all(self) -> list[Key]:
        return list(self._current().values())

    def find(self, token: str) -> Key | None:
        return self._current().get(digest(token))

    def _current(self) -> dict[str, Key]:
        """By hash; read again where the file has changed. Raises Unavailable where it cannot be read: then nobody is let in."""
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
                    raise Unavailable(f"{self._path} cannot be read ({type(e).__name__}); mend it, or remove it and add the keys anew") from None
            return self._read[1]

    def _writing(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"))

    def _write(self, keys: list[Key]) -> None:
        write_json(self._path, [asdict(k) for k in keys], indent=1, private=True)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
