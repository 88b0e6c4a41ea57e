"""kill -9 while articles come in: `python -m onrecord.evals.bench.kills 100` does the same at length."""

from pathlib import Path

import pytest

from onrecord.evals.bench.kills import QUESTION, STEPS, kill_ingest, kill_ingests, make_articles

pytestmark = pytest.mark.kills
ARTICLES = 6  # of the sample newsroom


def test_no_acknowledged_article_is_lost_and_answers_come_back(tmp_path: Path) -> None:
    kills = list(kill_ingests(make_articles(tmp_path / "articles", ARTICLES), tmp_path / "home", 8, QUESTION, seed=4))
    assert [k for k in kills if not k.survived] == []
    assert len({k.step for k in kills}) == len(STEPS), "every step was hit"
    assert sum(k.acknowledged for k in kills) > ARTICLES and any(k.acknowledged == ARTICLES for k in kills)


def test_lines_of_json_acknowledge_each_article_and_end_with_the_summary(tmp_path: Path) -> None:
    told, killed, _ = kill_ingest(make_articles(tmp_path / "articles", ARTICLES), tmp_path / "home", "no such step", 0, 0)
    assert not killed and told[-1]["added"] == ARTICLES == len({t["article_id"] for t in told if t.get("outcome") == "added"})
    again, _, _ = kill_ingest(tmp_path / "articles", tmp_path / "home", "no such step", 0, 0)
    assert (again[-1]["unchanged"], again[-1]["passages_embedded"]) == (ARTICLES, 0)
