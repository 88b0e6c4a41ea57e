"""Suggestions are made once for an archive and a day, because each question costs a turn."""

import httpx
import pytest

from onrecord.assistant.api.routes import suggestions
from onrecord.assistant.api.service import Service
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.serving import serving

pytestmark = pytest.mark.slow


def test_questions_are_made_once_for_an_archive_and_a_day(newsroom: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    digests = iter("aabbb")
    monkeypatch.setattr(suggestions, "suggest_for_archive", lambda _, as_of: [f"Question {made.append(as_of) or len(made)}?"])
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url, httpx.Client(base_url=url, timeout=60) as client:
        monkeypatch.setattr(newsroom.archive, "content_digest", lambda: next(digests))
        days = ["2026-05-20", "2026-05-20", "2026-05-20", "2026-05-21", "2026-05-21"]
        offered = [client.get("/v1/suggestions", params={"as_of": day}).json()["questions"] for day in days]
        monkeypatch.undo()
    assert offered == [["Question 1?"], ["Question 1?"], ["Question 2?"], ["Question 3?"], ["Question 3?"]]
    assert made == ["2026-05-20", "2026-05-20", "2026-05-21"]
