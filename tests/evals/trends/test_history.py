"""The history file and its plots."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onrecord.evals.reports.html import render_page
from onrecord.evals.trends import HistoryLine, append_history, draw_figures, history_line, read_history
from onrecord.vectorstore.errors import BadInput
from tests.evals.run.test_baseline import results, worse_in
from tests.evals.trends.test_comparison import answers


def line(day: str, value: float | None, **changed: object) -> HistoryLine:
    made = history_line(results(), "newsroom").model_dump()
    made["figures"] = {"faithfulness": {"value": value, "n": 9, "low": 0.25, "high": 1.0}}
    return HistoryLine.model_validate(made | {"date": day} | changed)


def test_a_run_is_one_line_with_day_versions_and_figures(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    made = [history_line(results(), "newsroom"), history_line(answers(("1", "Who?", 0.5)), "rows.jsonl")]
    for one in made:
        append_history(path, one)
    assert read_history(path) == made and path.read_text("utf-8").count("\n") == 2
    first, second = map(json.loads, path.read_text("utf-8").splitlines())
    assert (first["command"], second["command"], first["suite"], first["judge"], second["cases"]) == ("run", "score", "newsroom", "local", 1)
    assert first["versions"]["gate"] == "gate-1" and "tuning" not in first["versions"] and second["figures"]["faithfulness"]["value"] == 0.5
    assert len(first["date"]) == 10


def test_a_missing_file_is_empty_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert read_history(path) == []
    append_history(path, line("2026-01-01", 0.5))
    path.write_text(path.read_text("utf-8") + '\n{"date": "2026-01-02"}\n', "utf-8")
    with pytest.raises(BadInput, match=r"history\.jsonl:3 is not a line of an eval history"):
        read_history(path)
    with pytest.raises(BadInput, match="cannot be written"):
        append_history(tmp_path / "no" / "folder", line("2026-01-01", 0.5))


def parse(lines: list[HistoryLine]) -> ElementTree.Element:
    return ElementTree.fromstring(draw_figures(lines)["faithfulness"])


def test_a_plot_has_a_point_for_each_run_and_a_gap_where_nothing_was_judged() -> None:
    plot = parse([line(f"2026-01-0{n}", value) for n, value in enumerate((1.0, 0.5, None, 0.75), 1)])
    dots = list(plot.iter("circle"))
    assert [float(d.attrib["cy"]) for d in dots] == [8.0, 53.0, 30.5] and len(list(plot.iter("polyline"))) == 2
    assert [float(d.attrib["cx"]) for d in dots] == sorted(float(d.attrib["cx"]) for d in dots)
    assert dots[0][0].text is not None and dots[0][0].text.startswith("2026-01-01: 1.000 [0.250, 1.000], 9 cases, judge local; onrecord 1, gate gate-1")


def test_one_run_many_runs_and_no_run() -> None:
    assert len(list(parse([line("2026-01-01", 0.5)]).iter("circle"))) == 1 and draw_figures([]) == {}
    assert len(list(parse([line("2026-01-01", 0.5)] * 200).iter("circle"))) == 60


def test_the_page_has_the_plots_and_no_script() -> None:
    page = render_page(results(**worse_in("faithfulness", 3)), (), [line("2026-01-01", 0.5, judge="<script>"), line("2026-01-02", 0.75)])
    assert page.count("<svg") == 1 and "<script" not in page and "&lt;script&gt;" in page and "Over runs" in page
    assert "<svg" not in render_page(results()) and page == render_page(
        results(**worse_in("faithfulness", 3)), (), [line("2026-01-01", 0.5, judge="<script>"), line("2026-01-02", 0.75)]
    )
