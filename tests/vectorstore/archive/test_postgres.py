"""The archive in PostgreSQL finds, scores and shows what the archive in SQLite does; several processes share it; and its errors are one sentence."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import make_url, text

from onrecord.evals.bench.backends import PASSWORD, QUOTED, Postgres
from onrecord.vectorstore.archive import Archive, Filters, ListFilters, by_publisher, edit, excerpts, fold, list_articles, retract, undo_retraction
from onrecord.vectorstore.database import Database, collection_database, read_database_url
from onrecord.vectorstore.errors import BadInput, Unavailable
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.settings import read_settings

pytestmark = pytest.mark.slow

WORDS = (
    "harbour harbours Harbouring pump pumps pumped flooding floods café Café naïve Ålesund O'Dwyer’s co-op 31 4.5% U.N. 中文 报纸 Straße STRASSE"
    " relational conditional generously skies dying the of a and über Σίσυφος Ω x"
).split()
QUERIES = [
    '"harbour"', '"pump" OR "flood"', '"cafe" OR "naive" OR "the"', '"o\'dwyer’s"', '"co-op" OR "31"', '"4.5"', '"strasse"', '"generous" OR "sky" OR "die"',
    '"pump the harbour"', '"the of"', '"harbo" *', '"pum" * OR "caf" *', '"nowhere"', '"…"', '"σίσυφος"', '"中文"', '"pumps" OR "pumps"',
]  # fmt: skip


def filled(archive: Archive, seed: int = 7) -> Archive:
    """Two hundred passages of random words."""
    draw = random.Random(seed)
    for n in range(40):
        parts = [" ".join(draw.choices(WORDS, k=draw.randint(1, 60))) for _ in range(5)]
        body, spans = "\n\n".join(parts), list[tuple[int, int, list[tuple[int, int]]]]()
        for part in parts:
            start = spans[-1][1] + 2 if spans else 0
            spans.append((start, start + len(part), [(start, start + len(part))]))
        day = f"2026-03-{n % 28 + 1:02}" if n % 5 else None
        archive.put(Article(f"a{n}", body, " ".join(draw.choices(WORDS, k=6)), publisher=draw.choice(["Oske Courier", "corvane Wire", "Éclair", None]), published_at=day), spans)
    return archive


@pytest.fixture
def both(tmp_path: Path, database: Database) -> Iterator[tuple[Archive, Archive]]:
    pair = filled(Archive(tmp_path / "archive.sqlite3")), filled(Archive(tmp_path / "none", database=database))
    yield pair
    for archive in pair:
        archive.close()


def test_words_scores_lists_and_pieces_are_those_of_sqlite(both: tuple[Archive, Archive]) -> None:
    lite, other = both
    for archive in both:
        retract(archive, "a3", "invented")
        retract(archive, "a4", "invented")
        undo_retraction(archive, "a4")
        edit(archive, "a5", {"title": "Harbour pumps", "published_at": "2026-03-30"}, "ana")
    for query in QUERIES:
        for limit in (5, 500):
            assert other.match(query, limit, "2026-03-15") == lite.match(query, limit, "2026-03-15"), query
            assert other.match(query, limit) == lite.match(query, limit), query
            assert other.match_within(query, limit, Filters(publisher="oske COURIER")) == lite.match_within(query, limit, Filters(publisher="oske COURIER")), query
    words = [w for q in QUERIES for w in q.replace('"', "").split()]
    assert other.document_frequency(words) == lite.document_frequency(words) and lite.document_frequency(["pumps"])["pumps"] > 20
    for first in {w[0] for w in map(fold, WORDS) if w}:
        listed = lite.words_like(first, 1, 20)
        assert other.words_like(first, 1, 20) == listed and other.passages_with(listed) == lite.passages_with(listed)
        assert [other.body_with(w) for w in listed] == [lite.body_with(w) for w in listed]
    ids = lite.article_ids()
    for filters in (ListFilters(text="harbour pumps"), ListFilters(text="flo", typing=True), ListFilters(text="co-op straße")):
        assert excerpts(other, ids, filters) == excerpts(lite, ids, filters) != {}
        assert {a.article_id for a in list_articles(other, 50, None, filters)[0]} == {a.article_id for a in list_articles(lite, 50, None, filters)[0]}
    for sort in ("newest", "oldest", "publisher", "title"):
        assert [a.article_id for a in list_articles(other, 50, sort=sort)[0]] == [a.article_id for a in list_articles(lite, 50, sort=sort)[0]]
    assert by_publisher(other) == by_publisher(lite) and other.counts() == lite.counts()
    assert other.content_digest() == lite.content_digest() and other.publishers() == lite.publishers()


@pytest.mark.parametrize("name", ["Éloïse D’Arcy-Smith", "İstanbul Straße", "Δελφοί ½", "中文 報紙", " ", "%_'\\", "Nguyễn Văn Ⅻ", "ﬁnance ²"])
def test_names_are_folded_as_by_us(database: Database, tmp_path: Path, name: str) -> None:
    with closing(Archive(tmp_path / "none", database=database)) as archive, archive.engine.connect() as db:
        assert db.execute(text("SELECT fold(:name)"), {"name": name}).scalar_one() == fold(name)


def test_several_processes_open_and_fill_an_empty_archive_at_once(database: Database, tmp_path: Path) -> None:
    def work(n: int) -> set[str]:
        archive = Archive(tmp_path / "none", database=database)
        body = "The pumps of Oske ran all night."
        outcomes = {archive.put(Article(f"a{n % 2}", f"{body} {k}", "Pumps"), [(0, len(body), [(0, len(body))])]) for k in range(5)}
        archive.close()
        return outcomes

    with ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(work, range(4))) <= {"added", "updated", "unchanged"}
    archive = Archive(tmp_path / "none", database=database)
    assert archive.counts()["articles"] == 2 and archive.passage_count() == 2 == len(archive.match('"pumps"', 10))
    archive.close()


def test_collections_are_apart(postgres: Postgres, tmp_path: Path) -> None:
    url = read_database_url(postgres.create("apart"))
    places = [collection_database(url, name, "default") for name in ("default", "sports-desk", "sports")]
    archives = [Archive(tmp_path / "none", database=place) for place in places]
    filled(archives[1])
    assert [a.counts()["articles"] for a in archives] == [0, 40, 0] and [p.schema for p in places] == ["onrecord", "onrecord_sports_desk", "onrecord_sports"]
    for archive in archives:
        archive.close()


PUT_FOR_EVER = """
import sys
from pathlib import Path
from onrecord.vectorstore.archive import Archive
from onrecord.vectorstore.database import Database, read_database_url
from onrecord.vectorstore.model import Article
archive = Archive(Path("none"), database=Database(read_database_url(sys.argv[1]), sys.argv[2]))
for n in range(10**6):
    body = f"Pump {n} of Oske ran all night."
    archive.put(Article(f"a{n}", body, "Pumps"), [(0, len(body), [(0, len(body))])])
    print(n, flush=True)
"""


def test_an_article_that_is_reported_as_stored_is_there_after_a_kill(postgres: Postgres, database: Database, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PUT_FOR_EVER, postgres.url(), database.schema], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        reported = [int(process.stdout.readline()) for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        reported += [int(line) for line in process.stdout]
    archive = Archive(tmp_path / "none", database=database)
    assert set(archive.article_ids()) >= {f"a{n}" for n in reported}
    assert archive.passage_count() == len(archive.article_ids()) == len(archive.match('"pump"', 10**6)), "no article is there in part"
    archive.close()


def test_a_connection_that_the_server_closed_is_opened_again(database: Database, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "none", database=database)
    with archive.engine.connect() as db:
        db.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user"))
    filled(archive)
    with archive.engine.connect() as db, pytest.raises(Unavailable, match="cannot be used"):
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert archive.counts()["articles"] == 40
    archive.close()


@pytest.mark.parametrize("fault", ["away", "password", "database", "text"])
def test_an_error_is_one_sentence_without_the_password(postgres: Postgres, database: Database, tmp_path: Path, fault: str) -> None:
    url = {
        "away": f"postgresql://desk:{QUOTED}@127.0.0.1:1/postgres", "password": postgres.url(password="wr0ng"), "database": postgres.url("nowhere"), "text": postgres.url(),
    }[fault]  # fmt: skip
    with pytest.raises((Unavailable, BadInput)) as raised, closing(Archive(tmp_path / "none", database=Database(read_database_url(url), database.schema))) as archive:
        archive.put(Article("a", "A \0 character", "NUL"), [])
    message = str(raised.value)
    assert not any(secret in message for secret in (PASSWORD, QUOTED, "wr0ng")) and "\n" not in message and raised.value.exit_code in (2, 4)


@pytest.mark.parametrize("value", ["mysql://desk:hush7hush@host/db", "hush7hush", "postgresql://desk:hush7/hush@host/db", "postgresql://desk:h@hush7/d@host/db", "://hush7hush"])
def test_a_wrong_setting_is_refused_without_being_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ONRECORD_ARCHIVE", value)
    try:
        said = f"{read_settings()!r} {read_settings().database!r} {read_settings().database}"
    except BadInput as e:
        said = str(e)
        assert said.startswith("ONRECORD_ARCHIVE: ")
    assert "hush" not in said


def test_a_setting_becomes_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().database is None
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        monkeypatch.setenv("ONRECORD_ARCHIVE", f"{scheme}://desk:{QUOTED}@db.example/news")
        settings = read_settings(collection="sports")
        assert settings.database and settings.database.schema == "onrecord_sports" and settings.database.url.drivername == "postgresql+psycopg"
        assert settings.database.url.password == PASSWORD == unquote(QUOTED) and make_url(settings.archive.get_secret_value()).host == "db.example"
        assert not any(secret in f"{settings!r} {settings.database} {settings.database!r}" for secret in (PASSWORD, QUOTED))


def test_without_the_library_the_error_says_what_to_install(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.vectorstore.archive.postgres.find_spec", lambda name: None)
    with pytest.raises(Unavailable, match=r"pip install 'onrecord\[postgres\]'"):
        Archive(tmp_path / "none", database=database)
