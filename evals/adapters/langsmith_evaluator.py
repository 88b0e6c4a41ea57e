"""An evaluator function for LangSmith's `evaluate` and for OpenEvals. It imports neither."""

from collections.abc import Callable
from typing import Any

from onrecord.evals.adapters.scoring import check_name, score_answer
from onrecord.evals.answers import read_fields

Result = dict[str, Any]
CONTEXTS = ("contexts", "documents", "retrieved_documents")  # further keys of contexts in the outputs of LangSmith's tutorials


def make_evaluator(score_name: str = "faithfulness", judge: str | None = None) -> Callable[..., Result]:
    """A function `(inputs, outputs, reference_outputs, context) -> {key, score, comment}`.

    The question is in `inputs`, the answer in `outputs`, both as text or under a key that `onrecord eval score` reads. The contexts are in
    `outputs`, `inputs` or `context`: texts, or documents with `page_content` or `content`. The score is None if nothing was judged.

    Args:
        score_name: a name of the table in docs/scoring.md.
        judge: `local`, `nli:MODEL` or `llm:PROVIDER:MODEL`. Default: the setting.
    """
    key = f"onrecord_{check_name(score_name)}"

    def evaluate(inputs: Any = None, outputs: Any = None, reference_outputs: Any = None, context: Any = None, **_: Any) -> Result:
        asked, answered, expected = (as_fields(value, name) for value, name in ((inputs, "question"), (outputs, "answer"), (reference_outputs, "reference")))
        contexts = next((c for c in (context, answered.get("contexts"), asked.get("contexts")) if c is not None), ())
        reference = expected.get("reference") or expected.get("answer")
        found = score_answer(score_name, str(answered.get("answer", "")), as_texts(contexts), str(asked.get("question", "")), reference and str(reference), judge)
        return {"key": key, "score": found.value, "comment": found.why}

    evaluate.__name__ = key
    return evaluate


def as_fields(value: Any, name: str) -> dict[str, Any]:
    """The fields of inputs or outputs under our names. A value that is no dictionary is the field `name`."""
    if not isinstance(value, dict):
        return {} if value is None else {name: value}
    found = next((value[key] for key in CONTEXTS if value.get(key) is not None), None)
    return read_fields(value) | ({} if found is None else {"contexts": found})


def as_texts(contexts: Any) -> list[str]:
    return [as_text(c) for c in ([contexts] if isinstance(contexts, str | dict) else contexts)]


def as_text(context: Any) -> str:
    if isinstance(context, dict):
        return str(context.get("page_content") or context.get("content") or context.get("text") or "")
    return str(getattr(context, "page_content", context))
