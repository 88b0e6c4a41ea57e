"""The generated pages say what the code says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
generate = runpy.run_path(str(DOCS / "generate.py"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made: dict[str, str] = generate["make_pages"]()
    return made


@pytest.mark.parametrize("name", ["cli.md", "settings.md", "architecture.md"])
def test_page_is_up_to_date(pages: dict[str, str], name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages[name], f"docs/{name} is stale: run `make docs` and commit it"


def test_pages_do_not_depend_on_the_terminal(pages: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in {"COLUMNS": "40", "TERMINAL_WIDTH": "40", "FORCE_COLOR": "1", "ONRECORD_HOME": "/elsewhere"}.items():
        monkeypatch.setenv(variable, value)
    assert generate["make_pages"]() == pages


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    arrows = {"x.a": {"x.b", "x.c"}, "x.b": {"x.c"}, "x.c": set()}
    assert generate["drop_implied"](arrows["x.a"], arrows) == {"x.b"}
