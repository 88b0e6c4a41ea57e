import json
from pathlib import Path

import pytest

from onrecord.evals.bench.cleaning import clean_texts, labelled, short_hash

URL, LINES = "https://harbourtimes.example/1", ["Share prices fell on Tuesday.", "ALSO READ: Who is Kask?", "The quay is gone."]


def test_each_line_of_an_article_meets_its_label(tmp_path: Path) -> None:
    data, labels = tmp_path / "data.jsonl", tmp_path / "labels.jsonl"
    data.write_text(json.dumps({"articles": [{"url": URL, "text": "\n\n".join(LINES)}]}), "utf-8")
    row = {
        "article": short_hash(URL),
        "lines": [[short_hash(line), label] for line, label in zip(LINES, ["kept", "removed", "removed"], strict=True)],
    }
    labels.write_text(json.dumps(row), "utf-8")
    ((lines, should_go),) = labelled(data, labels)
    assert [rule for _, rule in lines] == [None, "link-crumb", None] and should_go == [False, True, True]
    data.write_text(json.dumps({"articles": [{"url": URL, "text": "\n".join(LINES[:2])}]}), "utf-8")
    with pytest.raises(SystemExit, match="has other lines"):
        next(labelled(data, labels))


def test_another_data_set_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(json.dumps({"articles": [{"url": URL, "text": LINES[0]}]}), "utf-8")
    with pytest.raises(SystemExit, match="it has no article"):
        next(labelled(tmp_path / "other.jsonl"))


def test_texts_are_cleaned_in_their_order() -> None:
    assert clean_texts(["The quay is gone.", "Kask left — “for good”."]) == [[("The quay is gone.", None)], [("Kask left — “for good”.", None)]]
