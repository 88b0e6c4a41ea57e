"""The CSS cascade of a page: finds the declarations of style sheets and style attributes that apply to each element."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse

PROPERTIES = {
    "display", "visibility", "opacity", "font-size", "color", "background", "background-color", "position", "left", "right", "top", "bottom", "text-indent",
    "margin-left", "margin-top", "transform", "clip", "clip-path", "overflow", "overflow-x", "overflow-y", "height", "max-height", "width", "max-width",
    "content-visibility",
}  # fmt: skip
MAX_RULES = 20_000  # style rules of a page that are applied

log = logging.getLogger("onrecord.ingest.formats.css")

Style = dict[str, str]
Declared = dict[str, tuple[tuple[bool, int, int], str]]  # property → (weight, value)


@dataclass(frozen=True)
class Rule:
    """A selector as XPath, with its declarations."""

    path: str
    specificity: int
    declarations: tuple[tuple[str, str, bool], ...]  # property, value, important


def page_styles(tree: Any) -> dict[Any, Style]:
    """The declared style of each element. If two declarations conflict, the one that CSS prefers is used."""
    declared: dict[Any, Declared] = {}
    for order, rule in enumerate(page_rules(tree)):
        for element in select(tree, rule.path):
            add_declarations(declared.setdefault(element, {}), rule.declarations, rule.specificity, order)
    for element in tree.iter():
        if isinstance(element.tag, str) and (inline := element.get("style")):
            add_declarations(declared.setdefault(element, {}), tuple(declarations(tinycss2.parse_blocks_contents(inline))), 10**6, 0)
    return {element: {name: value for name, (_, value) in found.items()} for element, found in declared.items()}


def add_declarations(declared: Declared, found: tuple[tuple[str, str, bool], ...], specificity: int, order: int) -> None:
    for name, value, important in found:
        weight = important, specificity, order
        if name not in declared or declared[name][0] <= weight:
            declared[name] = weight, value


def page_rules(tree: Any) -> list[Rule]:
    sheets = [tinycss2.parse_stylesheet(s.text or "", skip_comments=True, skip_whitespace=True) for s in tree.iter("style")]
    return [rule for sheet in sheets for rule in rules(sheet)][:MAX_RULES]


def rules(nodes: list[Any]) -> Iterator[Rule]:
    """Rules with a property that can hide text. Rules for print or speech are left out."""
    for node in nodes:
        if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in ("media", "supports", "layer"):
            if not re.search(r"\bprint\b|\bspeech\b", tinycss2.serialize(node.prelude), re.IGNORECASE):
                yield from rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule" and (found := tuple(declarations(tinycss2.parse_blocks_contents(node.content)))):
            yield from selectors(tinycss2.serialize(node.prelude), found)


def selectors(written: str, found: tuple[tuple[str, str, bool], ...]) -> Iterator[Rule]:
    try:
        for selector in parse(written):
            if selector.pseudo_element is None:
                a, b, c = selector.specificity()
                yield Rule(HTMLTranslator().selector_to_xpath(selector), a * 10_000 + b * 100 + c, found)
    except (SelectorError, RecursionError) as e:  # a selector that only newer browsers know
        log.debug("a style rule was ignored: selector %s cannot be read (%s)", written[:200], e)


def declarations(nodes: list[Any]) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if node.type == "declaration" and node.lower_name in PROPERTIES:
            yield node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important


def select(tree: Any, path: str) -> list[Any]:
    try:
        return list(tree.xpath(path))
    except Exception as e:  # lxml raises several kinds of errors for selectors that cssselect accepts
        log.warning("a style rule was ignored: selector %s cannot be applied (%s)", path[:200], e)
        return []
