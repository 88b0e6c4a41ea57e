"""A PostgreSQL server for tests, on a free port of the loopback address and in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.serving import free_port

USER, PASSWORD = "desk", "s3cret/w@rd"
QUOTED = "s3cret%2Fw%40rd"
START_SECONDS = 60
SPEED = ["-c", "fsync=off", "-c", "full_page_writes=off"]  # a test loses nothing in a power cut


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, database: str = "postgres", password: str = QUOTED) -> str:
        return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """The URL of a new, empty database."""
        engine = create_engine(make_url(self.url()), isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            db.execute(text(f"CREATE DATABASE {database}"))
        engine.dispose()
        return self.url(database)


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`. Skips the test where they are missing."""
    found = shutil.which("initdb") or next(iter(sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)), None)
    if found is None:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
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
def running_server() -> Iterator[Server]:
    binaries, options = find_binaries(), unprivileged()
    with tempfile.TemporaryDirectory(prefix="onrecord-postgres-") as folder:
        if "user" in options:
            os.chown(folder, options["user"], options["group"])
        password = Path(folder) / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        data = Path(folder) / "data"
        made = [binaries / "initdb", "-D", data, "-U", USER, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder, **options)
        port = free_port()
        control = [binaries / "pg_ctl", "-D", data, "-l", Path(folder) / "log", "-w", "-t", str(START_SECONDS)]
        listen = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {' '.join(SPEED)}"
        subprocess.run([*control, "-o", listen, "start"], check=True, capture_output=True, cwd=folder, **options)
        try:
            yield Server(port)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=folder, **options)
