"""The load bench against a real server: all three parts are answered, and what fails is counted."""

import asyncio
import shutil
from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench.load import LIMITS, Seen, describe, made_up_articles, measure, read
from onrecord.evals.bench.server import run_server


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc")
def test_all_parts_are_answered(newsroom_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = shutil.copytree(newsroom_home, tmp_path / "home")
    with run_server(home, **LIMITS) as server:
        asyncio.run(measure(server, readers=6, seconds=5, articles=3))
    one, many, during, end = capsys.readouterr().out.strip().split("\n")
    assert one.startswith("one reader: ") and many.startswith("6 readers: ") and during.startswith("one reader during an ingest: ")
    assert all(" 0 errors; memory " in line and "no answer" not in line for line in (one, many, during))
    assert end.startswith("the last articles are ")


def test_a_server_that_is_gone_is_counted_as_an_error() -> None:
    async def ask() -> Seen:
        seen = Seen()
        async with httpx.AsyncClient(base_url="http://127.0.0.1:9") as client:
            await read(client, seen, count=1)
        return seen

    seen = asyncio.run(ask())
    assert (seen.answer_ms, seen.errors) == ([], 1)
    assert describe("one reader", seen, 1.0, 2, 3) == "one reader: no answer, 1 errors; memory 2 MB, then 3 MB"


def test_made_up_articles_are_the_same_each_time_and_differ_from_each_other() -> None:
    made = list(made_up_articles(20))
    assert made == list(made_up_articles(20)) and len({a["text"] for a in made}) == 20
    assert all(len(a["text"]) > 500 for a in made)
