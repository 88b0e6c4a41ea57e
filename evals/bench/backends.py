"""Starts PostgreSQL and Chroma servers on free ports of this machine, with folders of their own. They can be killed and started again with their data."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import glob
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

from onrecord.vectorstore.chroma_client import ChromaServer
from onrecord.vectorstore.errors import IndexAway, Unavailable

USER, PASSWORD = "desk", "s3cret/w@rd"
QUOTED = "s3cret%2Fw%40rd"
START_SECONDS = 60
STARTING_SECONDS = 5  # for one try to start PostgreSQL
SPEED = ["-c", "fsync=off", "-c", "full_page_writes=off"]  # nothing here survives a power cut, and a killed process loses nothing by it


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Postgres:
    """A PostgreSQL server. Args: folder: an empty folder that the user of `unprivileged` may use."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder, self._data, self._options = folder, folder / "data", unprivileged()
        self._binaries = find_binaries()
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._run("initdb", "-D", self._data, "-U", USER, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")

    def url(self, database: str = "postgres", password: str = QUOTED) -> str:
        return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """The URL of a new, empty database."""
        engine = create_engine(make_url(self.url()), isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            db.execute(text(f"CREATE DATABASE {database}"))
        engine.dispose()
        return self.url(database)

    def start(self) -> None:
        """Also after a kill: then a try may fail until the processes of the killed server have ended."""
        listen = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder} {' '.join(SPEED)}"
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._run("pg_ctl", *self._control, "-l", self._folder / "log", "-t", STARTING_SECONDS, "-o", listen, "start")
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        self._run("pg_ctl", *self._control, "-t", START_SECONDS, "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill the process that all others of the server come from."""
        os.kill(self.pid, signal.SIGKILL)

    def kill_backend(self) -> bool:
        """Kill a process that serves a connection. The server then ends all its processes and starts again by itself; the method returns when the old ones
        have ended. False if there is no connection."""
        before = self._processes()
        pid = next((pid for pid, command in before.items() if b"127.0.0.1(" in command), None)  # the title has the address of the client
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        while before.keys() & self._processes().keys():
            time.sleep(0.02)
        return True

    def _processes(self) -> dict[int, bytes]:
        """The processes that the first one has started, with their titles."""
        found: dict[int, bytes] = {}
        for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            with suppress(OSError):
                found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_bytes()
        return found

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().partition("\n")[0])

    @property
    def _control(self) -> tuple[object, ...]:
        return "-D", self._data, "-w"

    def _run(self, program: str, *words: object) -> None:
        subprocess.run([self._binaries / program, *map(str, words)], check=True, capture_output=True, cwd=self._folder, **self._options)


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`. Raises Unavailable."""
    found = shutil.which("initdb") or next(iter(sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)), None)
    if found is None:
        raise Unavailable("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
    return Path(found).parent


def unprivileged() -> dict[str, Any]:
    """Options of subprocess with which a command runs as another user than root, because PostgreSQL refuses root."""
    if os.getuid():
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    options = unprivileged()
    with tempfile.TemporaryDirectory(prefix="onrecord-postgres-") as folder:
        if options:
            os.chown(folder, options["user"], options["group"])
        server = Postgres(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Chroma:
    """A Chroma server. Args: folder: of its data."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.server = ChromaServer(f"http://127.0.0.1:{self.port}")
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Does nothing if the server runs."""
        if self._process:
            return
        command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1", "--port", str(self.port), "--path", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"})
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.server.ping()
                return
            except IndexAway:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.kill()
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """The server accepts connections and answers nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def collections(self) -> dict[str, int]:
        """Number of passages by name."""
        client = self.server.connect()
        return {c.name: c.count() for c in client.list_collections()}


@contextmanager
def running_chroma(folder: Path) -> Iterator[Chroma]:
    chroma = Chroma(folder)
    try:
        chroma.start()
        yield chroma
    finally:
        chroma.kill()
