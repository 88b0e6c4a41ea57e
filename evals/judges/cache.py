"""Stores the scores of slow judges in the platform's cache folder, so that an interrupted run continues and asks nothing twice.

The key is a hash of all data that decides the score: claim, source, judge and its version, the gate's version, the prompt. The local judge
answers in milliseconds, so its scores are never stored.
"""

import hashlib
import json
import sqlite3
from pathlib import Path
from threading import Lock

import platformdirs

from onrecord.assistant.gate import GATE_VERSION, LOCAL_JUDGES, Judge
from onrecord.prompts import load
from onrecord.vectorstore.errors import Unavailable
from onrecord.vectorstore.settings import Settings

FILE = "judged.sqlite"


class JudgedCache:
    """Scores by key. Several threads may use it. Without a path, the scores are in memory only."""

    def __init__(self, path: Path | None = None) -> None:
        """Raises Unavailable if the file cannot be created, or is not a cache of scores."""
        self._lock = Lock()
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path or ":memory:", timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("CREATE TABLE IF NOT EXISTS scores (key TEXT PRIMARY KEY, score REAL NOT NULL) WITHOUT ROWID")
        except (OSError, sqlite3.Error) as e:
            raise Unavailable(f"the cache {path} cannot be used: {e}; delete it, or run with --no-cache") from None

    def get(self, key: str) -> float | None:
        with self._lock:
            row = self._db.execute("SELECT score FROM scores WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else None

    def put(self, key: str, score: float) -> None:
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO scores VALUES (?, ?)", (key, score))

    def close(self) -> None:
        self._db.close()


class CachedJudge:
    """A judge with stored scores. Its failures are not stored."""

    def __init__(self, judge: Judge, cache: JudgedCache, version: str = "") -> None:
        self.name = judge.name
        self._judge, self._cache, self._version = judge, cache, version

    def score(self, claim: str, source: str) -> float:
        key = self.key(claim, source)
        score = self._cache.get(key)
        if score is None:
            score = self._judge.score(claim, source)
            self._cache.put(key, score)
        return score

    def has_cached(self, claim: str, source: str) -> bool:
        return self._cache.get(self.key(claim, source)) is not None

    def key(self, claim: str, source: str) -> str:
        prompt = load("judge_support", source=source, claim=claim) if self.name.startswith("llm:") else ""
        return hashlib.sha256(json.dumps([claim, source, self.name, self._version, GATE_VERSION, prompt]).encode()).hexdigest()


def open_cache(judge: Judge, cached: bool) -> JudgedCache:
    """The cache for a judge. Args: cached: store scores in the platform's cache folder; otherwise they are in memory only. The scores of the
    local judge are always in memory only."""
    return JudgedCache(Path(platformdirs.user_cache_dir("onrecord", appauthor=False)) / FILE if cached and judge.name not in LOCAL_JUDGES else None)


def version_of(judge: Judge, settings: Settings) -> str:
    """The facts that a judge's name does not include: the server of a chat model, or the files of a model folder. If they change, it is another
    judge."""
    if judge.name in LOCAL_JUDGES:
        return ""
    kind, _, name = judge.name.partition(":")
    if kind == "llm":
        return settings.base_url or ""
    files = sorted(p for p in Path(name).rglob("*") if p.is_file()) if Path(name).is_dir() else []
    return json.dumps([(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files])
