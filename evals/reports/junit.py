"""Writes results as JUnit XML, which every CI can show. Each case is a test case; its class is the kind of the case."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from onrecord.evals.reports.wording import Case, Results, answer_text, describe_faults
from onrecord.evals.run import EvalCase
from onrecord.vectorstore.errors import BadInput


def write_junit(path: Path, results: Results, failures: Sequence[str] = ()) -> None:
    """Args: failures: a sentence for each reason why the run fails."""
    try:
        path.write_text(junit_xml(results, failures), "utf-8")
    except OSError as e:
        raise BadInput(f"the report cannot be written to {path}: {e.strerror or e}") from None


def junit_xml(results: Results, failures: Sequence[str] = ()) -> str:
    """Args: failures: a sentence for each reason why the run fails. Each becomes a failed test case."""
    cases = results.cases
    failed, skipped = (sum(c.verdict == v for c in cases) for v in ("fail", "not_judged"))
    counts = {"tests": len(cases) + len(failures), "failures": failed + len(failures), "skipped": skipped, "errors": 0}
    suite = ElementTree.Element("testsuite", {"name": "onrecord"} | {k: str(v) for k, v in counts.items()})
    for case in cases:
        add_case(suite, case)
    for sentence in failures:
        element = ElementTree.SubElement(suite, "testcase", classname="onrecord.gate", name=xml_text(sentence)[:80])
        ElementTree.SubElement(element, "failure", message=xml_text(sentence)[:300]).text = xml_text(sentence)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, "unicode")


def add_case(suite: ElementTree.Element, case: Case) -> None:
    kind, ms = (case.kind, case.ms) if isinstance(case, EvalCase) else ("answers", 0.0)
    element = ElementTree.SubElement(suite, "testcase", classname=f"onrecord.{kind}", name=xml_text(case.id))
    element.set("time", f"{ms / 1000:.3f}")
    if case.verdict == "fail":
        text = "\n".join([case.question, "", answer_text(case), "", describe_faults(case)])
        ElementTree.SubElement(element, "failure", message=xml_text(describe_faults(case))[:300]).text = xml_text(text)
    elif case.verdict == "not_judged":
        ElementTree.SubElement(element, "skipped", message="not judged")


def xml_text(text: str) -> str:
    """The text without the characters that XML does not allow."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
