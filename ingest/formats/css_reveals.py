"""Finds elements that a page hides only until its script shows them, as with paragraphs that fade in when the reader scrolls.

The sign is a second rule of the page, for the same property, that shows the element as soon as a class or an attribute is added that nothing
on the page has yet. What only a reader's own action shows (`:hover`, `:target`) stays hidden, and so does what `display: none` hides: that
is how menus and boxes are folded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash, Selector

from onrecord.ingest.formats.css import Rule, Sheets, classes_of, select

SHOWS: dict[str, Callable[[str], bool]] = {
    "opacity": lambda value: bool(re.match(r"(?:0?\.[1-9]|[1-9])", value)),
    "visibility": lambda value: value in ("visible", "inherit", "initial", "unset"),
    "content-visibility": lambda value: value in ("visible", "auto"),
    "transform": lambda value: value == "none" or not re.search(r"scale[xy]?\(\s*0|-\d{3}", value),
    "max-height": lambda value: not re.match(r"0(?:\D|$)", value),
    "height": lambda value: not re.match(r"0(?:\D|$)", value),
    "clip-path": lambda value: value == "none" or value.startswith("inset(0"),
}
STATE = re.compile(r"visible|reveal|in-?view|active|loaded|ready|show|animat|appear|enter|done")


@dataclass
class Present:
    """The class names, and the attributes with their values, that elements of a page have."""

    classes: set[str]
    attributes: set[str]

    @classmethod
    def on(cls, tree: Any) -> "Present":
        elements = [e for e in tree.iter() if isinstance(e.tag, str)]
        attributes = {name for e in elements for name in e.attrib} | {f"{name}={value}" for e in elements for name, value in e.attrib.items()}
        return cls({c for e in elements for c in classes_of(e)}, attributes)


class UserAction(Exception):
    """The selector has a part that cannot be relaxed, such as `:hover`."""


def revealed_properties(tree: Any, sheets: Sheets) -> dict[Any, set[str]]:
    """For each element that a script of the page will show, the properties by which it is hidden until then."""
    found: dict[Any, set[str]] = {}
    present = Present.on(tree)
    for rule in sheets.rules:
        shown = shown_properties(rule)
        relaxed = relax(rule.selector, present) if shown else None
        for element in select(tree, relaxed) if relaxed is not None else ():
            found.setdefault(element, set()).update(shown)
    return found


def shown_properties(rule: Rule) -> set[str]:
    return {name for name, value, _ in rule.declarations if name in SHOWS and SHOWS[name](value)}


def relax(selector: Selector, present: Present) -> Selector | None:
    """The selector without the classes and attributes that nothing on the page has. None if it has no such part, or if nothing else remains."""
    missing: list[str] = []
    try:
        tree = relaxed_tree(selector.parsed_tree, present, missing)
    except UserAction:
        return None
    if not missing or (is_anything(tree) and not any(STATE.search(name) for name in missing)):
        return None
    return Selector(tree)


def relaxed_tree(node: Any, present: Present, missing: list[str]) -> Any:
    if isinstance(node, Element):
        return node
    if isinstance(node, CombinedSelector):
        return CombinedSelector(relaxed_tree(node.selector, present, missing), node.combinator, relaxed_tree(node.subselector, present, missing))
    if isinstance(node, Hash):
        return Hash(relaxed_tree(node.selector, present, missing), node.id)
    if isinstance(node, Class):
        return relaxed_part(node, node.class_name.lower() in present.classes, node.class_name.lower(), present, missing)
    if isinstance(node, Attrib):
        wanted = node.attrib if node.value is None else f"{node.attrib}={node.value.value}"
        return relaxed_part(node, wanted in present.attributes, wanted, present, missing)
    raise UserAction


def relaxed_part(node: Any, is_present: bool, name: str, present: Present, missing: list[str]) -> Any:
    inner = relaxed_tree(node.selector, present, missing)
    if not is_present:
        missing.append(name)
        return inner
    if isinstance(node, Class):
        return Class(inner, node.class_name)
    return Attrib(inner, node.namespace, node.attrib, node.operator, node.value)


def is_anything(tree: Any) -> bool:
    """Whether the selected element has no condition."""
    last = tree.subselector if isinstance(tree, CombinedSelector) else tree
    return isinstance(last, Element) and last.element is None
