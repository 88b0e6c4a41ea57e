"""PostgreSQL and Chroma are killed under a server, which goes on: `make chaos` does the same at length, and kills servers and workers too."""

from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench.backends import find_binaries
from onrecord.evals.bench.chaos_clients import is_clear
from onrecord.evals.bench.chaos_shared import CHROMA, CONNECTION, POSTGRES, kill_any
from onrecord.evals.bench.kills import make_articles
from onrecord.vectorstore.errors import Unavailable


@pytest.mark.kills
def test_a_server_survives_the_servers_that_it_uses(tmp_path: Path) -> None:
    try:
        find_binaries()
    except Unavailable as e:
        pytest.skip(str(e))
    kinds = (CHROMA, POSTGRES, CONNECTION)
    outcomes = list(kill_any(tmp_path / "shared", make_articles(tmp_path / "articles", 6), len(kinds), max_moment=3.0, kinds=kinds))
    assert [o for o in outcomes if not o.survived] == [] and {o.kind for o in outcomes} == set(kinds)
    assert outcomes[-1].jobs and outcomes[-1].turns


@pytest.mark.parametrize(
    ("status", "headers", "clear"), [(503, {"Retry-After": "5"}, True), (507, {"Retry-After": "30"}, True), (503, {}, False), (500, {"Retry-After": "5"}, False), (502, {}, False)]
)
def test_a_clear_error_says_when_to_come_again(status: int, headers: dict[str, str], clear: bool) -> None:
    assert is_clear(httpx.Response(status, headers=headers)) is clear
