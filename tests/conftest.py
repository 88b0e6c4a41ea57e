"""Fixtures for all tests: the sample newsroom, ingested once a run. Imports of the package are inside, so that collecting tests is quick."""

import os
import shutil
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from onrecord.assistant.turn import Assistant
    from onrecord.evals.bench.backends import Chroma, Postgres
    from onrecord.vectorstore.database import Database
    from onrecord.vectorstore.store import Store

TIMEOUTS = {"kills": 900, "slow": 600, "browser": 600}  # seconds for one test with that marker, its fixtures included
MAX_ID = 200  # characters or bytes of a value in the id of a test
NEWSROOM_TIMEOUT = 600  # where the test may be the first to need the newsroom, or waits for another worker that ingests it
SLOW_FILES = {  # 7 to 107 seconds each: they start servers and commands, or ingest; `make test-fast` leaves them out
    "tests/assistant/api/access/test_keys.py",
    "tests/assistant/api/openai/test_routes.py",
    "tests/assistant/api/routes/test_ask.py",
    "tests/assistant/api/routes/test_conversations.py",
    "tests/assistant/api/test_request_log.py",
    "tests/assistant/chat_models/test_chat_model.py",
    "tests/assistant/gate/test_judges.py",
    "tests/evals/answers/test_controls.py",
    "tests/evals/cli/test_score.py",
    "tests/evals/run/test_baseline.py",
    "tests/ingest/test_pipeline.py",
    "tests/ingest/web/test_pages.py",
    "tests/vectorstore/test_server_index.py",
    "tests/vectorstore/test_store.py",
}
LONGEST = {"tests/evals/test_regressions.py", "tests/test_wheel.py", "tests/evals/bench/test_kills.py", "tests/evals/bench/test_chaos.py", "tests/evals/bench/test_chaos_shared.py"}

SCHEMAS = count()

PACKAGE = str(Path(__file__).parent.parent / ".package")
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PACKAGE, os.environ.get("PYTHONPATH")]))  # processes that tests start run this checkout
os.environ.setdefault("OMP_NUM_THREADS", "1")  # processes run side by side: more threads in each only wait for one another
for name in [k for k in os.environ if k.startswith("ONRECORD_")]:
    del os.environ[name]  # a developer's own settings must not change a result
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # a shell's background job ignores Ctrl-C, and so would processes that tests start
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.nodeid.partition("::")[0] in SLOW_FILES:
            item.add_marker("slow")
        limits = [seconds for marker, seconds in TIMEOUTS.items() if item.get_closest_marker(marker)]
        limits += [NEWSROOM_TIMEOUT] if "newsroom_home" in getattr(item, "fixturenames", ()) else []
        if limits and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(max(limits)))
        # With --dist loadgroup, one worker runs a file, because of its fixtures, and one runs the tests with the browser.
        item.add_marker(pytest.mark.xdist_group("browser" if item.get_closest_marker("browser") else item.nodeid.partition("::")[0]))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.nodeid.partition("::")[0] not in LONGEST)  # they start first, so that no worker is left with them


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long values make no ids: a packed file has its time in it, so that each process of a run would know the test by another name."""
    return argname if isinstance(val, str | bytes) and len(val) > MAX_ID else None


@pytest.fixture(autouse=True)
def interruptible() -> None:
    """Restores Ctrl-C: a command that ran in this process leaves it ignored, and processes started later would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def newsroom_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ingested sample newsroom. All workers of a run share it: copy it, never open or change it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # one folder for all workers
    home = shared / "newsroom-home"
    with FileLock(shared / "newsroom-home.lock"):
        if not home.exists():
            unfinished = shared / "newsroom-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            ingest_newsroom(unfinished)
            unfinished.rename(home)
    return home


def ingest_newsroom(home: Path) -> None:
    from onrecord.evals.suite import corpus
    from onrecord.ingest.pipeline import ingest
    from onrecord.vectorstore.embedding import DEFAULT_MODEL
    from onrecord.vectorstore.store import open_store

    with open_store(home, DEFAULT_MODEL) as store:
        assert not ingest(store, [corpus() / "articles"]).rejected


@pytest.fixture(scope="session")
def newsroom(newsroom_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Store"]:
    """A copy of the sample newsroom for this process. Tests only read it."""
    from onrecord.vectorstore.embedding import DEFAULT_MODEL
    from onrecord.vectorstore.store import open_store

    with open_store(shutil.copytree(newsroom_home, tmp_path_factory.mktemp("newsroom") / "home"), DEFAULT_MODEL) as store:
        store.catch_up()
        yield store


@pytest.fixture(scope="session")
def assistant(newsroom: "Store") -> "Assistant":
    """Words and meaning alone choose the evidence, as with ONRECORD_READER=off: what the stages around the reader do is seen more clearly."""
    from onrecord.assistant.turn import Assistant

    return Assistant(newsroom)


@pytest.fixture(scope="session")
def reading_assistant(newsroom: "Store") -> "Assistant":
    """As by default."""
    from onrecord.assistant.gate import ReaderJudge
    from onrecord.assistant.reader import Reader
    from onrecord.assistant.turn import Assistant

    return Assistant(newsroom, judge=ReaderJudge(), reader=Reader())


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """A PostgreSQL server of this process. A test with it is slow; it is skipped where PostgreSQL is not installed."""
    from onrecord.evals.bench.backends import find_binaries, running_postgres
    from onrecord.vectorstore.errors import Unavailable

    try:
        find_binaries()
    except Unavailable as e:
        pytest.skip(str(e))
    with running_postgres() as server:
        yield server


@pytest.fixture
def database(postgres: "Postgres") -> "Database":
    """A schema in PostgreSQL that does not exist yet."""
    from onrecord.vectorstore.database import Database, read_database_url

    return Database(read_database_url(postgres.url()), f"onrecord_{next(SCHEMAS)}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest) -> "Database | None":
    """None for SQLite, then a place in PostgreSQL: a test with this fixture runs in both."""
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture(scope="session")
def chroma_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Chroma"]:
    from onrecord.evals.bench.backends import running_chroma

    with running_chroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def chroma(chroma_process: "Chroma") -> "Chroma":
    """A running Chroma server of this process. A test may kill it."""
    chroma_process.start()
    return chroma_process


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """An article with nothing but contested claims."""
    folder = tmp_path / "articles"
    folder.mkdir()
    path = folder / "valley.txt"
    path.write_text(
        "Title: Two accounts of a night in the valley\nDate: 2026-03-04\nPublisher: Corvane Wire\n\n"
        "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley on Sunday.\n\n"
        "read more: why the valley matters\n\n"
        "Minister Oona Vell denied that. “We lost four tanks,” she said. She added that the general was telling stories.\n",
        "utf-8",
    )
    return path
