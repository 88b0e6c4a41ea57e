"""Rooms import in one direction: evals → assistant → {prompts, vectorstore} ← ingest."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "vectorstore": set(),
    "prompts": set(),
    "ingest": {"vectorstore"},
    "assistant": {"prompts", "vectorstore"},
    "evals": {"assistant", "prompts", "vectorstore"},
}
FILES = sorted(p for room in MAY_IMPORT for p in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    others = imported(path) & MAY_IMPORT.keys() - {room}
    assert others <= MAY_IMPORT[room], f"{room} may not import {others - MAY_IMPORT[room]}"


@pytest.mark.parametrize(("library", "home"), [("chromadb", "vectorstore/index.py"), ("langchain", "assistant/llm.py"), ("xllamacpp", "assistant/local_model.py")])
def test_one_file_imports(library: str, home: str) -> None:
    users = [str(p.relative_to(ROOT)) for p in FILES if library in imported(p)]
    assert users == [home]
