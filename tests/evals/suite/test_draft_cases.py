"""Cases drafted from an archive: they can be asked, stand on sentences that are there, and wait to be confirmed."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from onrecord.evals.suite.cases import find_gold
from onrecord.evals.suite.draft_cases import draft_cases
from onrecord.evals.suite.load import load_cases
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.store import Store
from tests.evals.cli.test_run import onrecord


def test_drafts_are_of_every_kind_and_stand_on_the_articles(newsroom: Store) -> None:
    rows = draft_cases(newsroom.archive, 60)
    assert len(rows) == 60 and rows == draft_cases(newsroom.archive, 60)
    assert min(Counter(r.kind for r in rows)[k] for k in ("who-said", "number", "date")) >= 3
    assert all(r.draft and r.note and re.fullmatch(r"(?:Who|How many|When) .{10,}\?", r.question) for r in rows)
    find_gold(newsroom.archive, [r.case() for r in rows])  # raises where a quote is in no article
    assert len({r.id for r in rows}) == 60


@pytest.mark.slow
def test_they_are_asked_once_they_are_confirmed(newsroom: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    made = onrecord("--home", newsroom.home, "--n", 5, "--out", path, command="new")
    assert made.returncode == 0, made.stderr
    with pytest.raises(BadInput, match="5 drafts"):
        load_cases(path)
    again = onrecord("--home", newsroom.home, "--out", path, command="new")
    assert again.returncode == 2 and "exists already" in again.stderr
    path.write_text(yaml.safe_dump([{k: v for k, v in row.items() if k != "draft"} for row in yaml.safe_load(path.read_text("utf-8"))]), "utf-8")
    assert len(load_cases(path)) == 5
