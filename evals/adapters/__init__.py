"""Our scores in the harness of another tool. Each adapter is loaded on first use, and only it needs its tool.

| name | tool | needs |
|---|---|---|
| `RagasMetric` | RAGAS: `await RagasMetric().ascore(…)` in an experiment, or `evaluate(dataset, [RagasMetric()])` | `onrecord[ragas]` |
| `DeepEvalMetric` | DeepEval: `assert_test(test_case, [DeepEvalMetric()])` | `onrecord[deepeval]` |
| `get_assert` | promptfoo: the function of a Python assertion | nothing |
| `make_evaluator` | LangSmith and OpenEvals: an evaluator function | nothing |

No file has the name of a tool: promptfoo puts the folder of an assertion first in `sys.path`, where it would hide the tool.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.evals.adapters.deepeval_metric import DeepEvalMetric
    from onrecord.evals.adapters.langsmith_evaluator import make_evaluator
    from onrecord.evals.adapters.promptfoo_assert import get_assert
    from onrecord.evals.adapters.ragas_metric import RagasMetric

__all__ = ["DeepEvalMetric", "RagasMetric", "get_assert", "make_evaluator"]

FILES = {"DeepEvalMetric": "deepeval_metric", "RagasMetric": "ragas_metric", "get_assert": "promptfoo_assert", "make_evaluator": "langsmith_evaluator"}


def __getattr__(name: str) -> Any:
    if name not in FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{FILES[name]}"), name)
