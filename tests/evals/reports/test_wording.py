"""What every report shows: a figure that is 1 by construction is left out, unless a case failed it."""

import re

import pytest

from onrecord.evals.reports.markdown import summarize
from onrecord.evals.reports.terminal import show_results
from onrecord.evals.reports.wording import headline
from onrecord.evals.run.results import EvalResults
from onrecord.evals.run.scorers import SCORERS
from tests.evals.run.test_baseline import CASES, results

ALL_PASS = {"faithfulness": dict.fromkeys(range(CASES), 1.0)}


def drafted_by(found: EvalResults, model: str | None) -> EvalResults:
    return found.model_copy(update={"versions": found.versions.model_copy(update={"model": model})})


@pytest.mark.parametrize(("faithful", "model", "shown"), [(ALL_PASS, None, False), (ALL_PASS, "openai:m", True), ({}, None, True)])
def test_faithfulness_is_shown_where_it_can_fail_or_has_failed(
    faithful: dict[str, dict[int, float]], model: str | None, shown: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = drafted_by(results(**faithful), model)
    assert set(SCORERS) - set(headline(found)) == (set() if shown else {"faithfulness"})
    show_results(found)
    printed = capsys.readouterr().out
    assert ("left out: faithfulness" in printed) is not shown and bool(re.search(r"^ *faithfulness +[.\d]", printed, re.MULTILINE)) is shown
    assert ("| faithfulness |" in summarize(found)) is shown
