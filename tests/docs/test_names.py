"""What the documentation names exists: files, links, commands with their options, `make` targets, modules, settings."""

import re
import runpy
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from onrecord.assistant.gate.tuning import GATE_TUNING
from onrecord.vectorstore.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = ("assistant", "docs", "evals", "ingest", "prompts", "tests", "vectorstore")
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
FILE = re.compile(rf"(?<![\w/.-])(?:\.package|\.github|\.ci|{'|'.join(ROOMS)})/[\w./-]*")
COMMAND = re.compile(r"\bonrecord ((?:[a-z]+ ?)+)([^\n`]*)")
TARGET = re.compile(r"(?:^|\$ |`)make ([a-z-]+)", re.MULTILINE)
MODULE = re.compile(r"python -m (onrecord[\w.]*)|(?:from|import) (onrecord[\w.]*)")
OF_OTHERS = {".github/workflows/faithfulness.yml"}  # a file of the reader's own project


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def read_code(name: str) -> str:
    return "\n".join(CODE.findall(read(name)))


def find_missing_files(text: str) -> list[str]:
    return [path for path in FILE.findall(text) if path not in OF_OTHERS and not (ROOT / path.rstrip(".")).exists()]


def find_anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@cache
def load_commands() -> dict[str, Any]:
    generate = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    return {path.removeprefix("onrecord").strip(): command for path, command in generate["walk"]("onrecord", generate["load_command"]())}


def find_wrong_commands(text: str) -> Iterator[str]:
    """Commands that do not exist, and options that the command does not have."""
    for words, rest in COMMAND.findall(text):
        path = find_command(words.split())
        if path is None:
            yield f"onrecord {words.strip()}"
            continue
        known = {o for p in load_commands()[path].params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        given = re.findall(r"(?<![\w-])--?[a-z][\w-]*", re.split(r"&&|\||;|#|\"", rest)[0])
        yield from (f"onrecord {path} {option}" for option in given if option not in known and not hasattr(load_commands()[path], "commands"))


def find_command(words: list[str]) -> str | None:
    """The longest command that the words begin with; None where the first is none."""
    return next((" ".join(words[:n]) for n in range(len(words), 0, -1) if " ".join(words[:n]) in load_commands()), None)


@pytest.mark.parametrize("name", NAMES)
def test_files_exist(name: str) -> None:
    assert not find_missing_files(read_code(name))


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page, dead = ROOT / name, []
    for link in (a or b for a, b in LINK.findall(CODE.sub("", read(name)))):
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not link.startswith("http") and (not file.exists() or (anchor and anchor not in find_anchors(file))):
            dead.append(link)
    assert not dead


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_exist(name: str) -> None:
    assert not list(find_wrong_commands(read_code(name)))


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert not [target for target in TARGET.findall(read_code(name)) if target not in targets]


@pytest.mark.parametrize("name", NAMES)
def test_modules_exist(name: str) -> None:
    for module in (a or b for a, b in MODULE.findall(read_code(name))):
        path = ROOT / ".package" / module.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").exists(), module


@pytest.mark.parametrize("name", NAMES)
def test_settings_exist(name: str) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert not set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", read(name))) - known


def test_make_reads_its_file() -> None:
    subprocess.run(["make", "--dry-run", "help"], cwd=ROOT, check=True, capture_output=True)


def test_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) <= 120


def test_every_reason_code_is_explained() -> None:
    assert not [code for code in GATE_TUNING.fault_penalty if f"`{code}`" not in read("docs/gate.md")]


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", ".github/workflows/test.yml"])
def test_configuration_is_yaml(name: str) -> None:
    assert yaml.safe_load(read(name))


def test_a_wrong_name_is_found() -> None:
    assert find_missing_files("`assistant/nowhere.py`") == ["assistant/nowhere.py"]
    assert list(find_wrong_commands('`onrecord aks "…"` `onrecord ask --asof X` `onrecord ask --as-of X`')) == ["onrecord aks", "onrecord ask --asof"]
