"""Reads a file of results, whichever command wrote it."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from onrecord.evals.answers import AnswerResults
from onrecord.evals.run import EvalResults
from onrecord.vectorstore.errors import BadInput

AnyResults = EvalResults | AnswerResults
READER: TypeAdapter[AnyResults] = TypeAdapter(AnyResults)


def read_any_results(path: Path) -> AnyResults:
    """The results in a file that `eval run --out` or `eval score --json` wrote.

    Raises:
        BadInput: the file cannot be read, has another form, or the judge got a control wrong.
    """
    try:
        results = READER.validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path} cannot be read: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
    except ValidationError:
        raise BadInput(f"{path} was not written by this version of `onrecord eval run --out` or `onrecord eval score --json`") from None
    if results.controls and results.controls.sentence:
        raise BadInput(f"{path} cannot be trusted: {results.controls.sentence}")
    return results


def judge_of(results: AnyResults) -> str:
    return results.versions.judge if isinstance(results, EvalResults) else results.judge
