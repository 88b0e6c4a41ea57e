from pathlib import Path

import pytest

from evals.bench_cleaning import by_product, labelled, lines_of

BEFORE = "\n".join(f"The council met for the {n}th time on the budget of the harbour, and adjourned." for n in range(4, 9))


def test_the_bench_tells_for_each_line_whether_it_went() -> None:
    text = f"{BEFORE}\n\nALSO READ: Who is Kask?\n{BEFORE}\nShare prices fell on Tuesday."
    rules = dict(enumerate(by_product(text)))
    assert len(rules) == len(lines_of(text)) == 12
    assert {n: rule for n, rule in rules.items() if rule} == {5: "link-crumb"} | dict.fromkeys(range(6, 11), "repeated-paragraph")


def test_another_data_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"articles": [{"url": "https://harbourtimes.example/1", "text": "The quay is gone."}]}\n', "utf-8")
    with pytest.raises(SystemExit, match="not the data set that was labelled"):
        next(labelled(tmp_path / "other.jsonl"))
