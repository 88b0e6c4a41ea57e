"""Keys and collections: `python -m onrecord.evals.bench.isolation` does the same with 10,000 operations."""

from pathlib import Path

import httpx
import pytest

from onrecord.evals.bench import isolation
from onrecord.evals.bench.isolation import Found, User, marker, run


@pytest.mark.slow
def test_no_key_reads_what_belongs_to_others(tmp_path: Path) -> None:
    found = run(tmp_path, operations=300, keys=6, collections=3)
    assert (found.cross_reads, found.wrong) == ([], [])
    assert sum(found.done.values()) == 300 and len(found.done) == 14 and found.refused > 30


def test_the_words_of_another_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [marker(n) for n in range(60)]
    assert not any(a in b for a in words for b in words if a is not b)
    monkeypatch.setattr(isolation, "ALL_WORDS", set(words))
    found = Found()
    user = User(1, 2, "", "http://server", found)
    user.look("own", httpx.Response(200, json={"text": f"{user.word} and {user.secret}"}))
    assert found.cross_reads == []
    for text in (f"the {marker(3)} warehouse", f"notes of {marker(32)}"):
        user.look("other", httpx.Response(200, json={"text": text}))
    assert len(found.cross_reads) == 2
