"""Reads the front matter of Markdown files: YAML (Jekyll), TOML or JSON (Hugo), a title block (pandoc) or header lines (MultiMarkdown)."""

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import yaml

from onrecord.ingest.fact_names import fact_of
from onrecord.ingest.formats.headers import split_headers

YAML = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
TITLE_BLOCK = re.compile(r"%[ \t]*(.*)\n(?:%[ \t]*(.*)\n)?(?:%[ \t]*(.*)\n)?")
ENTRY = re.compile(r"([^\s:#=-][^:=]{0,40}?)[ \t]*[:=][ \t]*(.*)")
NOTHING = ("null", "~", "None", "[]", "{}")
NESTED = ("params", "extra", "meta", "metadata", "article")  # tables in which site generators keep further facts


def split_front_matter(raw: str) -> tuple[dict[str, Any], str]:
    """The facts of the front matter, as written, and the text after it. Facts are read line by line where the block does not parse."""
    text = raw.replace("\r\n", "\n").lstrip("\ufeff\n ")
    for pattern, load in ((YAML, load_yaml), (TOML, tomllib.loads)):
        if (found := pattern.match(text)) and (facts := facts_of(found[1] or "", load)) is not None:
            return facts, text[found.end() :]
    if text.startswith("{") and (found_json := read_json(text)):
        return found_json
    if found := TITLE_BLOCK.match(text):
        return {k: v for k, v in zip(("title", "authors", "date"), found.groups(), strict=True) if v}, text[found.end() :]
    facts, lines = split_headers(text.split("\n"))
    return facts, "\n".join(lines)


def facts_of(block: str, load: Callable[[str], Any]) -> dict[str, Any] | None:
    """The facts of a block; None if it is text between two rules."""
    try:
        loaded = load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        loaded = None
    return flat(loaded) if isinstance(loaded, dict) else line_by_line(block)


def load_yaml(block: str) -> Any:
    """All values as written: YAML would read `title: No` as false, and a day as an object."""
    return yaml.load(block, Loader=yaml.BaseLoader)  # it makes text, lists and mappings only


def line_by_line(block: str) -> dict[str, Any] | None:
    """The entries of a block that does not parse, for example because a title has a colon. Other lines continue the entry before them."""
    facts: dict[str, Any] = {}
    lines = [line.rstrip() for line in block.split("\n") if line.strip() and not line.startswith("#")]
    name = ""
    for line in lines:
        if found := ENTRY.fullmatch(line):
            name = found[1]
            facts[name] = unquoted(found[2].strip())
        elif not name:
            return None
        else:
            facts[name] = f"{facts[name]} {line.strip()}".strip()
    return {k: v for k, v in facts.items() if v not in NOTHING} if any(fact_of(k) for k in facts) or not lines else None


def unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def read_json(text: str) -> tuple[dict[str, Any], str] | None:
    """JSON front matter and the text after it; None if the text only begins with a brace."""
    try:
        loaded, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict) or not any(fact_of(str(name)) for name in loaded):
        return None
    return flat(loaded), text[end:]


def flat(loaded: dict[Any, Any]) -> dict[str, Any]:
    """The entries, with those of nested tables behind them."""
    facts = {str(k): plain_value(v) for k, v in loaded.items() if str(k) not in NESTED or not isinstance(v, dict)}
    for name in NESTED:
        if isinstance(loaded.get(name), dict):
            facts = {str(k): plain_value(v) for k, v in loaded[name].items()} | facts
    return {k: v for k, v in facts.items() if v not in NOTHING}


def plain_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value
