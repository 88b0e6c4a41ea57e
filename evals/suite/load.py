"""Reads suites of cases from files: one JSON object per line, or a YAML list. Errors give the file and line."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from onrecord.evals.suite.cases import Case, CaseRow, corpus
from onrecord.vectorstore.errors import BadInput

YAML = (".yaml", ".yml")


def newsroom_cases() -> list[Case]:
    return load_cases(*sorted((corpus() / "questions").glob("*.jsonl")))


def load_cases(*paths: Path) -> list[Case]:
    """The cases of files (.jsonl, .yaml) and of all such files in folders. Drafts are left out.

    Raises:
        BadInput: a case is invalid or has the id of an earlier case (the message gives file and line), or there is no case.
    """
    found: dict[str, Case] = {}
    drafts = 0
    for path in (file for given in paths for file in suite_files(given)):
        for line, row in read_rows(path):
            drafts += row.draft
            if row.id in found:
                raise BadInput(f"{path}:{line} has the id {row.id} of an earlier case")
            if not row.draft:
                found[row.id] = row.case()
    if not found:
        hint = f" but {drafts} drafts; confirm one by removing its `draft`" if drafts else ""
        raise BadInput(f"there is no case in {', '.join(map(str, paths)) or corpus()}{hint}")
    return list(found.values())


def suite_files(path: Path) -> list[Path]:
    return sorted(p for p in path.iterdir() if p.suffix in (".jsonl", *YAML)) if path.is_dir() else [path]


def read_rows(path: Path) -> Iterator[tuple[int, CaseRow]]:
    """Each case with its line number."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"the cases {path} cannot be read: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
    if path.suffix in YAML:
        yield from yaml_rows(text, path)
        return
    for number, line in enumerate(text.split("\n"), 1):  # splitlines would also split at U+2028, which may be inside a JSON string
        if line.strip():
            yield number, parse_case(partial(CaseRow.model_validate_json, line), f"{path}:{number}")


def yaml_rows(text: str, path: Path) -> Iterator[tuple[int, CaseRow]]:
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        if root is None:
            return
        if not isinstance(root, yaml.SequenceNode):
            raise BadInput(f"{path} must contain a list of cases, each beginning with a dash")
        for node in root.value:
            line = node.start_mark.line + 1
            yield line, parse_case(partial(CaseRow.model_validate, yaml_value(node, path)), f"{path}:{line}")
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        raise BadInput(f"{path}{f':{mark.line + 1}' if mark else ''} is not valid YAML: {getattr(e, 'problem', None) or e}") from None


def yaml_value(node: yaml.Node, path: Path) -> Any:
    for part in walk_nodes(node):
        keys = [key.value for key, _ in part.value] if isinstance(part, yaml.MappingNode) else []
        if twice := next((k for n, k in enumerate(keys) if k in keys[:n]), None):
            raise BadInput(f"{path}:{part.start_mark.line + 1} is not a valid case: {twice} is given twice")
    try:
        return yaml.SafeLoader("").construct_document(node)
    except ValueError as e:  # for example an impossible date
        raise BadInput(f"{path}:{node.start_mark.line + 1} is not a valid case: {e}") from None


def walk_nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """A node and all nodes in it."""
    yield node
    if isinstance(node, yaml.SequenceNode | yaml.MappingNode):
        for child in node.value:
            for inner in child if isinstance(child, tuple) else (child,):
                yield from walk_nodes(inner)


def parse_case(read: Callable[[], CaseRow], where: str) -> CaseRow:
    try:
        return read()
    except ValidationError as e:
        first = e.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{where} is not a valid case: {field + ': ' if field else ''}{first['msg']}") from None
