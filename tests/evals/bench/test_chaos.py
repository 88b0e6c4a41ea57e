"""A server that is killed while it works: `make chaos` does the same at length."""

import shutil
from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench.chaos import kill_servers
from onrecord.evals.bench.chaos_clients import Acknowledged, find_missing

TURNS = ["a", "b", "c"]


@pytest.mark.kills
def test_what_a_killed_server_has_acknowledged_is_there(newsroom_home: Path, tmp_path: Path) -> None:
    outcomes = list(kill_servers(shutil.copytree(newsroom_home, tmp_path / "home"), 3, seed=2))
    assert [o for o in outcomes if not o.survived] == [] and len(outcomes) == 3
    assert outcomes[-1].jobs and outcomes[-1].turns


def reply(request: httpx.Request) -> httpx.Response:
    """A server that has lost something: a job, an article, an edit."""
    if request.url.path == "/v1/conversations/one":
        return httpx.Response(200, json={"turns": [{"turn_id": t} for t in TURNS]})
    if request.url.path == "/v1/search":
        return httpx.Response(200, json={"hits": []})
    if request.url.path == "/v1/articles/edited":
        return httpx.Response(200, json={"publisher": "Old Post"})
    return httpx.Response(200 if request.url.path == "/v1/articles/unfound" else 404, json={"publisher": "Post"})


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Acknowledged(jobs=["j"]), "job j: "),
        (Acknowledged(articles={"lost": "Quill1"}), "article lost: 404"),
        (Acknowledged(articles={"unfound": "Quill1"}), "article unfound: not found by its word"),
        (Acknowledged(articles={"edited": ""}, edits={"edited": "New Post"}), "edit of edited: Old Post instead of New Post"),
        (Acknowledged(conversation="one", turns=["a", "c"]), "turns: "),
        (Acknowledged(conversation="one", turns=["a", "b", "c", "d"]), "turns: "),
        (Acknowledged(conversation="one", turns=["a"]), "turns that nobody asked for"),
    ],
)
def test_what_is_missing_is_named(known: Acknowledged, words: str) -> None:
    with httpx.Client(base_url="http://server", transport=httpx.MockTransport(reply)) as client:
        (missing,) = find_missing(client, known)
    assert missing.startswith(words)


def test_a_turn_whose_answer_was_on_its_way_is_not_missed() -> None:
    known = Acknowledged(conversation="one", turns=["a", "b"])
    with httpx.Client(base_url="http://server", transport=httpx.MockTransport(reply)) as client:
        assert list(find_missing(client, known)) == [] and known.turns == TURNS
