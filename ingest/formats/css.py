"""The CSS cascade of a page: finds the declarations of style sheets and style attributes that apply to each element."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import Selector

from onrecord.ingest.formats.css_media import media_holds

PROPERTIES = {
    "display", "visibility", "opacity", "font-size", "color", "background-image", "background-color", "background-clip", "position", "left", "right", "top",
    "bottom", "text-indent", "margin-left", "margin-top", "transform", "clip", "clip-path", "overflow", "overflow-x", "overflow-y", "height", "max-height",
    "width", "max-width", "content-visibility", "text-decoration-line", "vertical-align", "animation-name",
}  # fmt: skip
# A short form sets each of its parts. The value is not taken apart: what reads a part finds its words in it.
SHORT_FORMS = {
    "background": ("background-color", "background-image"), "text-decoration": ("text-decoration-line",), "animation": ("animation-name",),
    "-webkit-animation": ("animation-name",), "-webkit-background-clip": ("background-clip",),
}  # fmt: skip
MAX_RULES = 20_000  # style rules of a page that are applied

log = logging.getLogger("onrecord.ingest.formats.css")

Style = dict[str, str]
Declared = dict[str, tuple[tuple[bool, int, int], str]]  # property → (weight, value)


@dataclass(frozen=True)
class Rule:
    """A selector with its declarations."""

    selector: Selector
    declarations: tuple[tuple[str, str, bool], ...]  # property, value, important

    @property
    def specificity(self) -> int:
        a, b, c = self.selector.specificity()
        return a * 10_000 + b * 100 + c


@dataclass(frozen=True)
class Sheets:
    """The rules of a page's own style sheets, and the names of its animations."""

    rules: list[Rule]
    animations: frozenset[str]


def page_styles(tree: Any, sheets: Sheets) -> dict[Any, Style]:
    """The declared style of each element. If two declarations conflict, the one that CSS prefers is used."""
    declared: dict[Any, Declared] = {}
    for order, rule in enumerate(sheets.rules):
        for element in select(tree, rule.selector):
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


def page_sheets(tree: Any) -> Sheets:
    """The page's own sheets that hold for a screen. Sheets in `noscript` do not hold, because scripts run."""
    texts = [s.text or "" for s in tree.iter("style") if media_holds(s.get("media", "")) and not any(a.tag == "noscript" for a in s.iterancestors())]
    sheets = [tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True) for text in texts]
    names = (name for sheet in sheets for name in animation_names(sheet))
    return Sheets([rule for sheet in sheets for rule in rules(sheet)][:MAX_RULES], frozenset(names))


def animation_names(nodes: list[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword.endswith("keyframes"):
            yield tinycss2.serialize(node.prelude).strip().lower()


def rules(nodes: list[Any]) -> Iterator[Rule]:
    """Rules with a property that changes what is seen or said. Rules that do not hold for the assumed reader are left out."""
    for node in nodes:
        if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in ("media", "supports", "layer"):
            if node.lower_at_keyword != "media" or media_holds(tinycss2.serialize(node.prelude)):
                yield from rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule" and (found := tuple(declarations(tinycss2.parse_blocks_contents(node.content)))):
            yield from selectors(tinycss2.serialize(node.prelude), found)


def selectors(written: str, found: tuple[tuple[str, str, bool], ...]) -> Iterator[Rule]:
    try:
        yield from (Rule(selector, found) for selector in parse(written) if selector.pseudo_element is None)
    except (SelectorError, RecursionError) as e:  # a selector that only newer browsers know
        log.debug("a style rule was ignored: selector %s cannot be read (%s)", written[:200], e)


def declarations(nodes: list[Any]) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if node.type == "declaration":
            value = tinycss2.serialize(node.value).strip().lower() if node.lower_name in PROPERTIES or node.lower_name in SHORT_FORMS else ""
            names = SHORT_FORMS.get(node.lower_name, (node.lower_name,) if node.lower_name in PROPERTIES else ())
            yield from ((name, value, node.important) for name in names)


def select(tree: Any, selector: Selector) -> list[Any]:
    try:
        return list(tree.xpath(HTMLTranslator().selector_to_xpath(selector)))
    except Exception as e:  # a selector that cannot be translated, or lxml's several kinds of errors for those that can
        log.debug("a style rule was ignored: selector %s cannot be applied (%s)", repr(selector)[:200], e)
        return []


def classes_of(element: Any) -> list[str]:
    """The class names of an element in lower case."""
    return (element.get("class") or "").lower().split() if isinstance(element.tag, str) else []


def name_parts(element: Any) -> set[str]:
    """The parts of an element's class names and id: `relatedBox story__ad-slot` has related, box, story, ad, slot."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower()))
