"""The score that every adapter gives, and the adapters that need no other tool: promptfoo's assertion and LangSmith's evaluator."""

import inspect
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from onrecord.assistant.api.service import Service
from onrecord.evals import adapters
from onrecord.evals.adapters import get_assert, make_evaluator, promptfoo_assert
from onrecord.evals.adapters.scoring import score_answer
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import Settings
from onrecord.vectorstore.store import Store
from tests.evals.answers.test_scores import DEAD, NONSENSE, SHUT
from tests.serving import serving

QUESTION = "Why was the ford at Hrabin shut?"
REFUSAL = "The context does not say why."


def test_a_score_names_the_sentences_that_fail() -> None:
    found = score_answer("faithfulness", f"{SHUT} {NONSENSE}", [SHUT, DEAD])
    assert (found.state, found.value) == ("fail", 0.5) and NONSENSE in found.why and SHUT not in found.why


@pytest.mark.parametrize("adapter", [make_evaluator, lambda score: get_assert(SHUT, {"vars": {"context": SHUT}, "config": {"score_name": score}})])
def test_a_score_that_does_not_exist_is_refused(adapter: Any) -> None:
    with pytest.raises(BadInput, match="choose one of faithfulness"):
        adapter("truthiness")


@pytest.mark.parametrize(("name", "extra"), [("ragas_metric", "ragas"), ("deepeval_metric", "deepeval")])
def test_an_adapter_without_its_tool_says_what_to_install(name: str, extra: str) -> None:
    code = f"import sys; sys.modules[{extra!r}] = None; import onrecord.evals.adapters.{name}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert f"pip install 'onrecord[{extra}]'" in done.stderr.splitlines()[-1]


def test_no_adapter_has_the_name_of_a_tool() -> None:
    """promptfoo puts the folder of an assertion first in `sys.path`, where a file `langsmith.py` would hide the library."""
    folder = Path(promptfoo_assert.__file__).parent
    assert not {p.stem for p in folder.glob("*.py")} & {"ragas", "deepeval", "promptfoo", "langsmith", "openevals"}
    assert set(adapters.__all__) == set(adapters.FILES)


ASKED = {"query": QUESTION, "context": SHUT}


@pytest.mark.parametrize(
    ("output", "variables", "passes", "reason"),
    [
        (SHUT, ASKED, True, "1 of 1 sentences are supported"),
        (NONSENSE, ASKED, False, NONSENSE),
        (REFUSAL, ASKED, False, "not judged: the answer is a refusal"),
        (SHUT, {"question": QUESTION, "contexts": [DEAD, SHUT]}, True, "1 of 1"),
        (SHUT, {"query": QUESTION, "context": json.dumps([DEAD, SHUT])}, True, "1 of 1"),
        (SHUT, {"query": QUESTION}, False, "0 of 1"),
    ],
)
def test_a_promptfoo_assertion_grades_an_output(output: str, variables: dict[str, Any], passes: bool, reason: str) -> None:
    graded = get_assert(output, {"prompt": "p", "vars": variables, "test": {"vars": variables}, "config": None})
    assert graded["pass"] is passes and reason in graded["reason"] and 0 <= graded["score"] <= 1 and (graded["score"] == 1) is passes
    assert graded.keys() == {"pass", "score", "reason"} and json.dumps(graded)


class Checks(BaseHTTPRequestHandler):
    asked: list[Any]
    verdicts: tuple[str, ...] = ()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append((self.path, self.headers["authorization"], body))
        claims = [{"text": f"Claim {n}.", "verdict": v, "reason": f"reason {n}"} for n, v in enumerate(self.verdicts)]
        self.send_response(200 if claims else 403)
        self.end_headers()
        self.wfile.write(json.dumps({"claims": claims} if claims else {"error": "wrong key"}).encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def server() -> Iterator[tuple[str, type[Checks]]]:
    checks: type[Checks] = type("Seen", (Checks,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), checks) as http:
        thread = Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/", checks
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("verdicts", "passes", "score"),
    [
        (("supported", "supported"), True, 1.0),
        (("supported", "contradicted"), False, 0.5),
        (("supported", "unchecked"), False, 1.0),
        (("unchecked",), False, 0.0),
        ((), False, 0.0),
    ],
)
def test_a_running_server_judges_for_promptfoo(server: tuple[str, type[Checks]], verdicts: tuple[str, ...], passes: bool, score: float) -> None:
    url, checks = server
    checks.verdicts = verdicts
    graded = get_assert("An answer.", {"vars": {"context": SHUT}, "config": {"url": url, "key": "k"}})
    assert (graded["pass"], graded["score"]) == (passes, score)
    assert checks.asked == [("/v1/check", "Bearer k", {"text": "An answer.", "sources": [SHUT]})]
    assert passes or "reason" in graded["reason"] or "wrong key" in graded["reason"]


def test_a_server_that_is_down_passes_nothing() -> None:
    graded = get_assert(SHUT, {"vars": {"context": SHUT}, "config": {"url": "http://127.0.0.1:1"}})
    assert not graded["pass"] and "gave no verdict" in graded["reason"]
    assert not get_assert(SHUT, {"vars": {}, "config": {"url": "http://127.0.0.1:1"}})["pass"]


@pytest.mark.slow
def test_the_real_server_judges_for_promptfoo(newsroom: Store) -> None:
    with serving(Service({"default": newsroom}, Settings(home=newsroom.home))) as url:
        right, wrong = (get_assert(answer, {"vars": {"context": SHUT}, "config": {"url": url}}) for answer in (SHUT, NONSENSE))
    assert (right["pass"], wrong["pass"]) == (True, False) and NONSENSE in wrong["reason"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("promptfoo") is None, reason="promptfoo is not installed (npm i -g promptfoo)")
def test_promptfoo_itself_runs_the_assertion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faithful.py").write_text("from onrecord.evals.adapters import get_assert\n", "utf-8")
    check = {"type": "python", "value": "file://faithful.py", "config": {"score_name": "faithfulness"}}
    tests = [{"vars": {"query": QUESTION, "context": SHUT, "answer": answer}, "assert": [check]} for answer in (SHUT, NONSENSE)]
    (tmp_path / "promptfooconfig.json").write_text(json.dumps({"prompts": ["{{answer}}"], "providers": ["echo"], "tests": tests}), "utf-8")
    for name, value in {"PYTHON": sys.executable, "CONFIG_DIR": str(tmp_path / "home"), "DISABLE_TELEMETRY": "1", "DISABLE_UPDATE": "1"}.items():
        monkeypatch.setenv(f"PROMPTFOO_{name}", value)
    command = ["promptfoo", "eval", "--no-cache", "-c", "promptfooconfig.json", "-o", "out.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    results = json.loads((tmp_path / "out.json").read_text("utf-8"))["results"]["results"]
    graded = {r["vars"]["answer"]: r["gradingResult"]["componentResults"][0] for r in results}
    assert (graded[SHUT]["pass"], graded[NONSENSE]["pass"]) == (True, False), done.stderr
    assert NONSENSE in graded[NONSENSE]["reason"]


@pytest.mark.parametrize(
    ("inputs", "outputs", "more", "score"),
    [
        ({"question": QUESTION}, {"answer": SHUT, "contexts": [SHUT]}, {}, 1.0),
        ({"question": QUESTION}, {"answer": NONSENSE, "documents": [{"page_content": SHUT}]}, {}, 0.0),
        ({"input": QUESTION, "context": SHUT}, {"output": SHUT}, {}, 1.0),
        (QUESTION, SHUT, {"context": [SHUT, DEAD]}, 1.0),
        (QUESTION, SHUT, {"context": {"documents": [SHUT]}}, 0.0),
        (QUESTION, REFUSAL, {"context": SHUT}, None),
    ],
)
def test_an_evaluator_reads_the_usual_forms(inputs: Any, outputs: Any, more: dict[str, Any], score: float | None) -> None:
    found = make_evaluator()(inputs=inputs, outputs=outputs, **more)
    assert found.keys() == {"key", "score", "comment"} and (found["key"], found["score"]) == ("onrecord_faithfulness", score) and found["comment"]


def test_a_reference_says_whether_a_refusal_was_right() -> None:
    found = make_evaluator("abstention")(inputs=QUESTION, outputs=REFUSAL, reference_outputs={"answer": SHUT}, context=SHUT)
    assert found["score"] == 0.0


def test_langsmith_itself_runs_the_evaluator() -> None:
    langsmith = pytest.importorskip("langsmith")
    from datetime import UTC, datetime
    from uuid import uuid4

    from langsmith.evaluation import run_evaluator
    from langsmith.schemas import Example, Run

    example = Example(id=uuid4(), inputs={"question": QUESTION}, outputs={"answer": SHUT})
    run = Run(id=uuid4(), name="r", start_time=datetime.now(UTC), run_type="chain", inputs={}, outputs={"answer": NONSENSE, "contexts": [SHUT]}, trace_id=uuid4())
    with langsmith.tracing_context(enabled=False):
        found = run_evaluator(make_evaluator()).evaluate_run(run, example)
    assert (found.key, found.score) == ("onrecord_faithfulness", 0) and NONSENSE in found.comment


def test_an_evaluator_has_the_form_that_openevals_asks_for() -> None:
    types = pytest.importorskip("openevals.types")
    asked = [p for p in inspect.signature(types.SimpleEvaluator.__call__).parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert {p.name for p in asked} == {"inputs", "outputs", "reference_outputs"}
    found = make_evaluator()(**{p.name: SHUT for p in asked}, context=[SHUT], anything_else=1)
    assert found["score"] == 1 and found.keys() <= types.EvaluatorResult.__annotations__.keys()
