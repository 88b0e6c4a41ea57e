"""The pytest fixture `faithfulness`, and a summary line about its assertions. Test runs that do not use it load only this file.

Installing onrecord registers this plugin under its module's name. So `-p onrecord.evals.pytest_plugin` finds the same plugin.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from onrecord.assistant.gate import Judge
    from onrecord.evals.answers import Citations, Controls


class Faithfulness:
    """Assertions about answers, with a judge that got all controls right. It counts the assertions that pass and fail."""

    def __init__(self, judge: "Judge", controls: "Controls") -> None:
        self._judge, self._controls = judge, controls
        self.passed = self.failed = 0

    def __call__(self, answer: str, contexts: Sequence[str]) -> None:
        """Assert that the contexts support every sentence. See `onrecord.evals.assert_faithful`."""
        from onrecord.evals.answers import assert_faithful

        __tracebackhide__ = True
        with self._counted():
            assert_faithful(answer, contexts, self._judge)

    def cited(self, answer: str, contexts: Sequence[str], citations: "Citations" = None) -> None:
        """Assert that the cited contexts support every sentence. See `onrecord.evals.assert_cited`."""
        from onrecord.evals.answers import assert_cited

        __tracebackhide__ = True
        with self._counted():
            assert_cited(answer, contexts, citations, self._judge)

    @property
    def summary(self) -> str:
        right = len(self._controls.outcomes) - len(self._controls.wrong)
        return f"faithfulness: {self.passed} passed, {self.failed} failed · judge {self._judge.name} · {right} of {len(self._controls.outcomes)} controls right"

    def _counted(self) -> "_Counted":
        return _Counted(self)


class _Counted:
    def __init__(self, counts: Faithfulness) -> None:
        self._counts = counts

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._counts.failed += kind is not None
        self._counts.passed += kind is None


USED = pytest.StashKey[Faithfulness]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("onrecord").addoption(
        "--faithfulness-judge", metavar="JUDGE", help="judge of the fixture `faithfulness`: local (default), nli:MODEL or llm:PROVIDER:MODEL"
    )


@pytest.fixture(scope="session")
def faithfulness(request: pytest.FixtureRequest) -> Iterator[Faithfulness]:
    """`faithfulness(answer, contexts)` and `faithfulness.cited(answer, contexts, citations=None)`."""
    from contextlib import closing

    from onrecord.assistant.gate import make_judge
    from onrecord.evals.answers import run_controls
    from onrecord.evals.judges import make_patient, open_cache
    from onrecord.vectorstore.settings import read_settings

    settings = read_settings(judge=request.config.getoption("--faithfulness-judge"))
    bare = make_judge(settings)
    with closing(open_cache(bare, cached=True)) as cache:
        judge = make_patient(bare, cache, settings)
        controls = run_controls(judge)
        if controls.wrong:
            pytest.fail(controls.sentence, pytrace=False)
        request.config.stash[USED] = used = Faithfulness(judge, controls)
        yield used


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if (used := config.stash.get(USED, None)) is not None:
        terminalreporter.write_line(used.summary)
