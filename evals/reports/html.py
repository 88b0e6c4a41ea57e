"""Writes results as one self-contained page without scripts. Beside each failed claim is the article with the marked passage."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from onrecord.evals.reports.wording import Results, answer_text, count_verdicts, describe_faults, headline
from onrecord.evals.run import EvalCase
from onrecord.evals.trends import HistoryLine, draw_figures
from onrecord.vectorstore.errors import BadInput

REPORT = "report.html.j2"
PASSED, FAILED = ("supported", "pass"), ("unsupported", "contradicted", "fail")  # every other verdict means not judged
FIRST = {"fail": 0, "not_judged": 1, "pass": 2}


def write_html(path: Path, results: Results, failures: Sequence[str] = (), history: Sequence[HistoryLine] = ()) -> None:
    """Args: failures: a sentence for each reason why the run fails; history: the runs to plot, oldest first."""
    write_page(path, render_page(results, failures, history))


def write_page(path: Path, page: str) -> None:
    """Raises BadInput if the file cannot be written."""
    try:
        path.write_text(page, "utf-8", errors="replace")
    except OSError as e:
        raise BadInput(f"the report cannot be written to {path}: {e.strerror or e}") from None


def render_page(results: Results, failures: Sequence[str] = (), history: Sequence[HistoryLine] = ()) -> str:
    return template(REPORT).render(
        plots=draw_figures(history),
        cases=sorted(results.cases, key=lambda c: FIRST[c.verdict]),
        counts=count_verdicts(results.cases),
        summary=headline(results),
        failures=failures,
        is_run=lambda case: isinstance(case, EvalCase),
        answer_text=answer_text,
        describe_faults=describe_faults,
        passed=PASSED,
        failed=FAILED,
    )


@cache
def template(name: str) -> Template:
    loader = PackageLoader("onrecord.evals", "reports")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).get_template(name)
