"""Rooms import each other one way, and through what a room's `__init__.py` names.

A room is a folder with an `__init__.py`. The loose files of a top-level room (`assistant/turn.py`) are offered as they are; of a sub-room
(`assistant/gate/`), everybody outside imports names of its `__all__` only.
"""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {
    "vectorstore": set(),
    "prompts": set(),
    "ingest": {"vectorstore"},
    "assistant": {"prompts", "vectorstore"},
    "evals": {"assistant", "prompts", "vectorstore"},
}

# The arrows inside a top-level room: which of its sub-rooms a sub-room may import. What is not listed is forbidden.
ARROWS = {
    "vectorstore.embedding": "",
    "vectorstore.archive": "embedding",
    "vectorstore.search": "archive embedding",
    "vectorstore.command_line": "",
    "ingest.cleaning": "",
    "ingest.formats": "cleaning",
    "ingest.facts": "cleaning",
    "ingest.sandbox": "cleaning facts formats",
    "ingest.sources": "",
    "ingest.web": "formats sandbox",
    "ingest.jobs": "sources web",
    "assistant.language": "",
    "assistant.attribution": "language",
    "assistant.question": "attribution language",
    "assistant.answer_text": "language question",
    "assistant.evidence": "attribution language question reader",
    "assistant.chat_models": "",
    "assistant.reader": "",
    "assistant.reader.model": "",
    "assistant.drafting": "attribution chat_models evidence language question",
    "assistant.gate": "attribution chat_models evidence gate.rules language reader",  # never drafting: a repair is handed in
    "assistant.gate.rules": "attribution gate language",
    "assistant.gate.support_model": "",
    "assistant.conversations": "question",
    "assistant.mcp": "question",
    "assistant.api": "api.access api.openai api.routes chat_models conversations drafting gate mcp question reader",
    "assistant.api.access": "api",
    "assistant.api.openai": "api question",
    "assistant.api.routes": "api conversations question",
    "assistant.cli": "answer_text api api.access attribution chat_models evidence gate mcp question reader",
    "evals.suite": "",
    "evals.synthetic": "suite",
    "evals.run": "suite synthetic",
    "evals.reports": "answers run trends",
    "evals.trends": "answers run",
    "evals.answers": "run synthetic",
    "evals.judges": "answers",
    "evals.adapters": "answers judges",
    "evals.support_model": "suite synthetic",
    "evals.reader": "suite",
    "evals.bench": "answers judges run suite support_model synthetic",
    "evals.cli": "answers bench judges reports run suite trends",
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_of(p): p for room in TOP_LEVEL for p in sorted((ROOT / room).rglob("*.py"))}
ROOMS = {module for module, path in FILES.items() if path.name == "__init__.py"}


@cache
def imports(module: str) -> tuple[tuple[str, str], ...]:
    """Every `from onrecord.X import Y` of a file, wherever in it, as (X, Y)."""
    found = []
    for node in ast.walk(ast.parse(FILES[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("onrecord"):
            found += [(node.module.removeprefix("onrecord").lstrip("."), a.name) for a in node.names]
    return tuple(found)


def target_of(source: str, name: str) -> str:
    """The module or room that an import reaches: `from onrecord.evals import baseline` may be either."""
    return f"{source}.{name}" if f"{source}.{name}" in FILES and name not in exported(source) else source


def room_of(module: str) -> str:
    while module not in ROOMS:
        module = module.rpartition(".")[0]
    return module


@cache
def exported(room: str) -> frozenset[str]:
    if room not in ROOMS:
        return frozenset()
    for node in ast.parse(FILES[room].read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def reached(module: str) -> Iterator[str]:
    yield from (target_of(source, name) for source, name in imports(module))


def is_sub_room(room: str) -> bool:
    return "." in room


@pytest.mark.parametrize("module", FILES)
def test_top_level_rooms_import_one_way(module: str) -> None:
    room = module.partition(".")[0]
    others = {target.partition(".")[0] for target in reached(module)} - {room}
    assert others <= TOP_LEVEL[room], f"{room} may not import {others - TOP_LEVEL[room]}"


@pytest.mark.parametrize("room", sorted(r for r in ROOMS if is_sub_room(r)))
def test_sub_rooms_import_along_the_arrows(room: str) -> None:
    top = room.partition(".")[0]
    others = {room_of(t) for m in FILES if room_of(m) == room for t in reached(m)} - {room}
    mine = {r.removeprefix(f"{top}.") for r in others if is_sub_room(r) and r.startswith(f"{top}.")}
    assert mine <= set(ARROWS[room].split()), f"{room} may not import {mine - set(ARROWS[room].split())}"


def test_arrows_make_no_circle() -> None:
    """A sub-room and the one inside it count as one: `gate` runs its `rules`, which read the gate's claim pair."""

    def merged(room: str) -> str:
        return ".".join(room.split(".")[:2])

    graph: dict[str, set[str]] = {}
    for room, targets in ARROWS.items():
        top = room.partition(".")[0]
        graph.setdefault(merged(room), set()).update({merged(f"{top}.{t}") for t in targets.split()} - {merged(room)})
    list(TopologicalSorter(graph).static_order())  # raises CycleError


def test_modules_make_no_circle() -> None:
    """Also where an import stands inside a function, which would hide a circle from the interpreter."""
    graph = {m: {t for t in reached(m) if t != m} for m in FILES if m not in ROOMS}
    for room in ROOMS:  # whoever imports a name of a room reaches the files that its __init__ imports
        graph[room] = {t for t in reached(room) if t != room}
    entries = {"assistant.__main__", "ingest.__main__"}
    list(TopologicalSorter({m: t for m, t in graph.items() if m not in entries}).static_order())


@pytest.mark.parametrize("module", FILES)
def test_sub_rooms_are_entered_by_their_door(module: str) -> None:
    mine = room_of(module)
    for source, name in imports(module):
        target = target_of(source, name)
        home = room_of(target)
        if target == home != source:  # the room itself
            continue
        if is_sub_room(home) and mine != home and not mine.startswith(f"{home}."):
            assert source == home and name in exported(home), f"import {name} from the room onrecord.{home}, which must name it in __all__"


@pytest.mark.parametrize("module", FILES)
def test_one_import_name(module: str) -> None:
    """`import assistant` would load a second copy of what is `onrecord.assistant`."""
    for node in ast.walk(ast.parse(FILES[module].read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {n.partition(".")[0] for n in names} & TOP_LEVEL.keys()


@pytest.mark.parametrize(
    ("library", "home"),
    [("chromadb", "vectorstore.chroma_client"), ("langchain", "assistant.chat_models.chat_model"), ("xllamacpp", "assistant.chat_models.gguf")],
)
def test_one_file_imports(library: str, home: str) -> None:
    def uses(module: str) -> bool:
        nodes = list(ast.walk(ast.parse(FILES[module].read_text("utf-8"))))
        names = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
        names += [n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module]
        return library in {n.partition(".")[0] for n in names}

    assert [m for m in FILES if uses(m)] == [home]
