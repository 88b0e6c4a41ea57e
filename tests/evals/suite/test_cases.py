"""Suites: what is refused, with the line that is wrong; and gold evidence that must stand in the archive."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from onrecord.evals.suite.cases import KINDS, Case, CaseRow, digest_cases, find_gold
from onrecord.evals.suite.load import load_cases, newsroom_cases
from onrecord.vectorstore.archive.archive import Archive
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.model import Article
from onrecord.vectorstore.store import Store

ROW: dict[str, Any] = {"id": "a", "kind": "fact", "question": "Who?", "as_of": "2026-05-25", "expect": [["Vell"]]}


def suite(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "suite.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return path


def case_of(row: dict[str, Any]) -> Case:
    return CaseRow.model_validate(row).case()


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    row = ROW | {"history": [{"role": "user", "content": "Hm?"}], "evidence": [{"article": "x.txt", "quote": "She did."}], "speaker": "Oona Vell"}
    [case] = load_cases(suite(tmp_path, row))
    assert (case.id, case.as_of, case.expect, case.quotes, case.speaker) == ("a", "2026-05-25", (("Vell",),), ("She did.",), "Oona Vell")
    assert case.history[0].content == "Hm?" and case.answerable


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{not json", "Invalid JSON"),
        ("[]", "is not a valid case"),
        (ROW | {"expekt": []}, "expekt"),
        (ROW | {"evidence": [{"article": "x", "quote": "y", "line": 1}]}, "evidence.0.line"),
        (ROW | {"kind": "riddle"}, "kind"),
        (ROW | {"expect": "Vell"}, "expect"),
        (ROW | {"expect": [[]]}, "expect.0"),
        (ROW | {"expect": [[""]]}, "expect.0.0"),
        (ROW | {"expect": []}, "needs `expect`"),
        (ROW | {"evidence": [{"article": "x", "quote": ""}]}, "quote"),
        (ROW | {"as_of": "yesterday"}, "as_of"),
        (ROW | {"history": [{"role": "system", "content": "x"}]}, "history.0.role"),
        ({k: v for k, v in ROW.items() if k != "question"}, "question"),
    ],
)
def test_a_bad_line_is_refused_by_number(tmp_path: Path, row: Any, told: str) -> None:
    with pytest.raises(BadInput, match=r"suite\.jsonl:3 is not a valid case") as caught:
        load_cases(suite(tmp_path, ROW, "", row))
    assert told in str(caught.value)


YAML_SUITE = """
- id: a
  question: Who?
  answer: Vell
  as_of: 2026-05-25
- id: b
  question: Who won the lottery?
  unanswerable: true
- id: c
  question: When?
  answer: Sunday
  draft: true
"""


def test_yaml_says_the_same_and_drafts_wait(tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_text(YAML_SUITE, "utf-8")
    first, second = load_cases(tmp_path)
    assert first == case_of(ROW)
    assert (second.id, second.kind, second.answerable) == ("b", "unanswerable", False)
    suite(tmp_path, ROW | {"id": "d"})
    assert [c.id for c in load_cases(tmp_path)] == ["d", "a", "b"], "a folder is all its files"
    (tmp_path / "suite.yaml").write_text("- {id: c, question: \"When?\", answer: x, draft: true}")
    with pytest.raises(BadInput, match="1 drafts"):
        load_cases(tmp_path / "suite.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- id: a\n  question: Who?\n  answer: x\n- id: b\n  queston: Who?\n  answer: x\n", "suite.yaml:4 is not a valid case"),
        ("- id: a\n  question: [\n", "is not valid YAML"),
        ("id: a\n", "list of cases"),
        ("- !!python/object/apply:os.system [echo]\n", "is not valid YAML"),
        ("- id: a\n  question: Who?\n  answer: x\n- id: b\n  question: Who?\n  as_of: 2026-02-30\n  answer: x\n", "suite.yaml:4 is not a valid case.*day"),
        ("- id: a\n  question: Who?\n  answer: x\n  answer: y\n", "suite.yaml:1 is not a valid case: answer is given twice"),
        ("- id: a\n  question: Who?\n  answer: x\n  evidence:\n  - article: b\n    quote: c\n    quote: d\n", "suite.yaml:5 is not a valid case: quote is given twice"),
        ("- id: a\n  question: Who?\n  unanswerable: true\n  answer: x\n", "suite.yaml:1 is not a valid case.*has no `answer`"),
        ("- just words\n", "suite.yaml:1 is not a valid case"),
        ("", "no case"),
    ],
)
def test_bad_yaml_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "suite.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput, match=told):
        load_cases(tmp_path / "suite.yaml")


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r":2 has the id a"):
        load_cases(suite(tmp_path, ROW, ROW))


def test_a_suite_that_cannot_be_read_or_is_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no case"):
        load_cases(suite(tmp_path, ""))
    with pytest.raises(BadInput, match="cannot be read"):
        load_cases(tmp_path / "missing.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(BadInput, match="UTF-8"):
        load_cases(tmp_path / "latin.jsonl")


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    [case] = load_cases(suite(tmp_path, ROW | {"question": "Who\u2028said it?"}))
    assert case.question == "Who\u2028said it?"


@pytest.mark.parametrize("change", [{"question": "Whom?"}, {"expect": [["Kask"]]}, {"forbid": ["x"]}, {"speaker": "Kask"}, {"as_of": "2026-05-24"}])
def test_the_digest_is_of_all_that_decides_a_score(change: dict[str, Any]) -> None:
    one, other = case_of(ROW), case_of(ROW | change)
    assert digest_cases([one]) == digest_cases([one]) != digest_cases([other])


def test_gold_is_found_in_every_copy_and_its_lack_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive.sqlite3")
    for article_id, text in (("one", "It rained. She did."), ("two", "She did.")):
        archive.put(Article(article_id, text, "Rain"), [])
    case = case_of(ROW | {"evidence": [{"article": "x.txt", "quote": "She did."}]})
    assert {(g.article_id, g.start, g.end) for g in find_gold(archive, [case])["a"]} == {("one", 11, 19), ("two", 0, 8)}
    lacking = case_of(ROW | {"evidence": [{"article": "x.txt", "quote": "She did not."}]})
    with pytest.raises(BadInput, match=r"a: 'She did not\.'"):
        find_gold(archive, [lacking])


def test_the_newsroom_has_every_kind_and_all_its_evidence_stands_in_the_archive(newsroom: Store) -> None:
    cases = newsroom_cases()
    assert len(cases) >= 150 and min(Counter(c.kind for c in cases)[k] for k in KINDS) >= 10
    gold = find_gold(newsroom.archive, cases)  # raises, listing them, when a quote is in no article
    for case in cases:
        assert {g.quote for g in gold[case.id]} == set(case.quotes)
    texts = {g.article_id: newsroom.archive.article(g.article_id).text for spans in gold.values() for g in spans}
    assert all(texts[g.article_id][g.start : g.end] == g.quote for spans in gold.values() for g in spans)
