"""Results as JUnit XML, which every CI shows: a test case for each case, by its kind."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from onrecord.evals.reports.terminal import failures
from onrecord.vectorstore.errors import BadInput


def write_junit(path: Path, results: Mapping[str, Any], gate: Sequence[str] = ()) -> None:
    """Args: gate: why the run fails, a sentence each; every one is a test case that failed."""
    cases = results["cases"]
    failed, skipped = (sum(c["verdict"] == v for c in cases) for v in ("fail", "not_judged"))
    counts = {"tests": len(cases) + len(gate), "failures": failed + len(gate), "skipped": skipped, "errors": 0}
    suite = ElementTree.Element("testsuite", {"name": "onrecord"} | {k: str(v) for k, v in counts.items()})
    for case in cases:
        made = ElementTree.SubElement(suite, "testcase", classname=f"onrecord.{case.get('kind', 'answers')}", name=plain(case["id"]))
        made.set("time", f"{case.get('ms', 0) / 1000:.3f}")
        if case["verdict"] == "fail":
            ElementTree.SubElement(made, "failure", message=plain(failures(case))[:300]).text = plain(told(case))
        elif case["verdict"] == "not_judged":
            ElementTree.SubElement(made, "skipped", message="not judged")
    for sentence in gate:
        made = ElementTree.SubElement(suite, "testcase", classname="onrecord.gate", name=plain(sentence)[:80])
        ElementTree.SubElement(made, "failure", message=plain(sentence)[:300]).text = plain(sentence)
    try:
        ElementTree.ElementTree(suite).write(path, "utf-8", xml_declaration=True)
    except OSError as e:
        raise BadInput(f"the report cannot be written to {path}: {e.strerror or e}") from None


def told(case: Mapping[str, Any]) -> str:
    lines = [case.get("question", ""), "", case.get("text") or case.get("answer", ""), "", failures(case)]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
