"""Ten things that may go wrong in the assistant, each made in a copy of the project: the gate catches every one, by the figure that should.
And ten changes that harm nothing: none is flagged."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.evals.run.baseline import make_baseline
from onrecord.evals.run.regression_gate import compare_figures
from onrecord.evals.run.results import EvalResults

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ROOMS = ("assistant", "evals", "ingest", "prompts", "vectorstore")
LINKS = ".package"  # the import name `onrecord` is made of links to the rooms
AT_ONCE = 2
# All of the two kinds that have few cases, and every third of the others.
RUN = """
import sys
from pathlib import Path
from onrecord.assistant.turn import Assistant
from onrecord.evals.run.run import run
from onrecord.evals.suite.load import newsroom_cases
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.store import open_store

few = ("conflict", "unanswerable")
cases = [c for c in newsroom_cases() if c.kind in few] + [c for c in newsroom_cases() if c.kind not in few][::3]
with open_store(Path(sys.argv[1]), DEFAULT_MODEL) as store:
    store.catch_up()
    print(run(cases, Assistant(store)).model_dump_json())
"""
INGEST = "import sys; from onrecord.evals.suite.newsroom import ingest_newsroom; ingest_newsroom(sys.argv[1])"


@dataclass(frozen=True)
class Change:
    """`figures` of which each must fail; none for a change that harms nothing."""

    name: str
    file: str
    old: str
    new: str
    figures: tuple[str, ...] = ()
    anew: bool = False  # the changed code ingests the newsroom


REGRESSIONS = (
    Change("gate off", "assistant/gate/gate.py", "judgement = judge_claim(claim, self._evidence, self._judge)", 'judgement = Judgement("supported", 1.0, "")', ("faults_stopped",)),
    Change("attribution dropped", "assistant/compose.py", "text=gated.claim.text,", "text=first.article.text[first.statement.content.start : first.statement.content.end] if first.statement else gated.claim.text,", ("attribution_kept",)),
    Change("citations shifted by one", "assistant/compose.py", "tuple(numbers[c] for c in gated.claim.cites)", "tuple(numbers[c] % len(numbers) + 1 for c in gated.claim.cites)", ("faithfulness",)),
    Change("the wrong article", "vectorstore/search/search.py", ", limit)[:limit]", ", limit)[-3:]", ("citation_recall", "answered_right")),
    Change("numbers altered", "assistant/compose.py", "text=gated.claim.text,", 'text=gated.claim.text.replace("1", "7").replace("two ", "six "),', ("faithfulness",)),
    Change("abstaining off", "assistant/evidence/model.py", "self.answerability >= TUNING.min_answerability", "self.answerability >= 0", ("abstained_rightly",)),
    Change("abstaining always", "assistant/evidence/model.py", "self.answerability >= TUNING.min_answerability", "self.answerability >= 2", ("abstained_wrongly", "answered_right")),
    Change("a stale version cited", "vectorstore/archive/currency.py", "    old = and_(", "    return\n    old = and_(", ("current_version",), anew=True),
    Change("conflict hidden", "assistant/evidence/select.py", "find_disagreements(question, evidence), replaced", "(), replaced", ("conflict_shown",)),
    Change("quotes paraphrased", "assistant/compose.py", "text=gated.claim.text,", 'text=gated.claim.text.replace("“", "“indeed ").replace(\' "\', \' "indeed \'),', ("quotes_verbatim",)),
)
HARMLESS = (
    Change("another wording of the lead-in", "assistant/drafting/lead_in.py", 'f"({article.publisher}, {day})"', 'f"(from {article.publisher}, {day})"'),
    Change("another wording of an abstention", "assistant/claims.py", '"I found nothing on this in"', '"There is no answer to this in"'),
    Change("another wording of a conflict", "assistant/wording.py", 'DIFFER = "The sources differ."', 'DIFFER = "Sources do not agree."'),
    Change("another form of the markers", "assistant/wording.py", 'return "".join(f"[{n}]"', 'return " ".join(f"[{n}]"'),
    Change("evidence in another order", "assistant/evidence/select.py", "evidence = without_overlaps(add_other_sides(question, evidence, rivals))", "evidence = without_overlaps(add_other_sides(question, evidence, rivals))[::-1]"),
    Change("a larger batch", "vectorstore/embedding/embedder.py", "BATCH_CHARACTERS = 600", "BATCH_CHARACTERS = 6000", anew=True),
    Change("fewer rows at once", "vectorstore/archive/connection.py", "IN_BATCH = 500", "IN_BATCH = 50"),
    Change("a few more candidates", "vectorstore/search/tuning.py", "candidates: int = 60", "candidates: int = 70"),
    Change("no cache of questions", "vectorstore/store.py", "QUESTIONS = 16", "QUESTIONS = 1"),
    Change("one passage fewer is read", "assistant/evidence/tuning.py", "passages_read: int = 12", "passages_read: int = 11"),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[EvalResults]]]:
    folder = tmp_path_factory.mktemp("regressions")
    ingested = folder / "home"
    python(ROOT, INGEST, ingested)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        changes = [Change("unchanged", "assistant/turn.py", "\n", "\n"), *REGRESSIONS, *HARMLESS]
        yield {c.name: pool.submit(results, folder / c.name.replace(" ", "-"), c, ingested) for c in changes}


def results(copy: Path, change: Change, ingested: Path) -> EvalResults:
    """Of the cases, answered by a copy of the project with the change in it."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / LINKS, copy / LINKS, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    changed = copy / change.file
    source = changed.read_text("utf-8")
    assert change.old in source, f"{change.name}: the line that it changes is gone from {change.file}"
    changed.write_text(source.replace(change.old, change.new, 1), "utf-8")
    home = copy / "home"
    python(copy, INGEST, home) if change.anew else shutil.copytree(ingested, home)
    found = EvalResults.model_validate_json(python(copy, RUN, home))
    shutil.rmtree(copy)
    return found


def python(rooms: Path, program: str, home: Path) -> str:
    done = subprocess.run([sys.executable, "-c", program, str(home)], cwd=rooms, env=os.environ | {"PYTHONPATH": str(rooms / LINKS)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def failed(outcomes: dict[str, Future[EvalResults]], change: Change) -> dict[str, str]:
    """The figures that fail, each with its sentence."""
    baseline = make_baseline(outcomes["unchanged"].result())
    return {c.name: c.failure for c in compare_figures(outcomes[change.name].result(), baseline) if c.failure}


@pytest.mark.parametrize("change", REGRESSIONS, ids=lambda c: c.name)
def test_what_goes_wrong_is_caught_by_the_figure_that_should(outcomes: dict[str, Future[EvalResults]], change: Change) -> None:
    assert set(change.figures) <= failed(outcomes, change).keys()


@pytest.mark.parametrize("change", HARMLESS, ids=lambda c: c.name)
def test_what_harms_nothing_is_not_flagged(outcomes: dict[str, Future[EvalResults]], change: Change) -> None:
    assert failed(outcomes, change) == {}
