"""Removes hidden text from a web page. It reads attributes, inline styles and the page's own style sheets.

Linked style sheets are not fetched. Text counts as black on white unless the page itself says otherwise.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tinycss2.color3 import RGBA, parse_color

from onrecord.ingest.formats.css import Style, page_styles

NEVER_SHOWN = {"template", "noscript", "script", "style", "object", "iframe", "canvas"}
SIDES = ("left", "right", "top", "bottom", "margin-left", "margin-top", "text-indent")
FAR_OUTSIDE = -300  # pixels; a menu outside the window is not so far outside
PIXELS = {"px": 1, "em": 16, "rem": 16, "pt": 1.33, "vw": 10, "vh": 10, "%": 10, "ex": 8, "ch": 8, "cm": 38, "mm": 4, "in": 96, "pc": 16, "": 1}
LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|r?em|pt|v[wh]|%|ex|ch|[cm]m|in|pc|)(?![\w%])")
MAX_TINY = 1.5  # pixels; no letter of this size is readable
MAX_FAINT = 0.05  # opacity, or difference of colour components (0…1)
WHITE = RGBA(1.0, 1.0, 1.0, 1.0)
BLACK = RGBA(0.0, 0.0, 0.0, 1.0)
BODIES = {"articlebody", "text", "description", "reviewbody", "abstract", "transcript", "alternativeheadline", "backstory"}  # texts in JSON-LD


@dataclass(frozen=True)
class Look:
    """The look of an element's text: its colour, the colour behind it, its size in pixels. Inner elements inherit it."""

    colour: RGBA = BLACK
    behind: RGBA = WHITE
    size: float = 16.0

    @property
    def is_invisible(self) -> bool:
        return self.size <= MAX_TINY or max(abs(a - b) for a, b in zip(self.colour[:3], self.behind[:3], strict=True)) <= MAX_FAINT


def drop_hidden(tree: Any) -> None:
    """Remove hidden elements and texts from a parsed page."""
    for element, style, look in list(walk(tree, page_styles(tree))):
        if not any(around is tree for around in element.iterancestors()):
            continue  # the page itself, or inside an element that was removed already
        if is_json_ld(element):
            element.text = without_bodies(element.text or "")
        elif not isinstance(element.tag, str) or is_hidden(element, style):
            element.drop_tree()
        elif look.is_invisible:
            drop_own_text(element)
    for element in tree.iter():
        element.attrib.pop("style", None)  # trafilatura would treat "overflow: hidden" as hidden


def walk(tree: Any, styles: Mapping[Any, Style]) -> Iterator[tuple[Any, Style, Look]]:
    """Every node with its style and the look of its text."""
    looks: dict[Any, Look] = {}
    for element in tree.iter():
        style = styles.get(element, {})
        looks[element] = look = inherit(looks.get(element.getparent(), Look()), style)
        yield element, style, look


def inherit(parent: Look, style: Style) -> Look:
    behind = blended(style.get("background-color") or style.get("background"), parent.behind) or parent.behind
    return Look(blended(style.get("color"), behind) or parent.colour, behind, size(style.get("font-size"), parent.size))


def size(value: str | None, parent: float) -> float:
    found = LENGTH.match(value) if value else None
    if found is None:
        return parent
    number, unit = found.groups()
    return float(number) * {"em": parent, "%": parent / 100}.get(unit, PIXELS[unit])


def is_hidden(element: Any, style: Style) -> bool:
    return (
        element.tag in NEVER_SHOWN
        or "hidden" in element.attrib
        or (element.tag == "dialog" and "open" not in element.attrib)
        or (element.tag == "input" and element.get("type", "").lower() == "hidden")
        or style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("content-visibility") == "hidden"
        or at_most(style.get("opacity"), MAX_FAINT)
        or is_away(style)
        or is_cut_off(style)
    )


def is_away(style: Style) -> bool:
    """Whether the box is outside the window or scaled to size zero."""
    placed = style.get("position") in ("absolute", "fixed", "relative", "sticky")
    sides = [name for name in SIDES if placed or name in ("margin-left", "margin-top", "text-indent")]
    moved = style.get("transform", "")
    return (
        any(at_most(style.get(name), FAR_OUTSIDE) for name in sides)
        or bool(re.search(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]", moved))
        or ("translate" in moved and any(pixels(length) <= FAR_OUTSIDE for length in LENGTH.findall(moved)))
    )


def is_cut_off(style: Style) -> bool:
    """Whether no part of the box remains after clipping."""
    overflow = " ".join(style.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if re.search(r"hidden|clip", overflow) and any(at_most(style.get(name), MAX_TINY) for name in ("height", "max-height", "width", "max-width")):
        return True
    rect = re.fullmatch(r"rect\((.*)\)", style.get("clip", ""))
    nothing = rect is not None and all(pixels(length) <= MAX_TINY for length in LENGTH.findall(rect[1]))
    return nothing or bool(re.search(r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*,\s*0(?:px|%)?\s+0", style.get("clip-path", "")))


def at_most(value: str | None, limit: float) -> bool:
    found = LENGTH.match(value) if value else None
    return found is not None and pixels(found.groups()) <= limit


def pixels(length: tuple[str, ...]) -> float:
    number, unit = length
    return float(number) * PIXELS[unit]


def blended(value: str | None, behind: RGBA) -> RGBA | None:
    """A colour blended with the one behind it; None if the colour is unknown, for example for a picture."""
    colour = parse_color(value) if value else None
    if not isinstance(colour, RGBA):
        return None
    mixed = (c * colour.alpha + b * (1 - colour.alpha) for c, b in zip(colour[:3], behind[:3], strict=True))
    return RGBA(*mixed, 1.0)


def drop_own_text(element: Any) -> None:
    """Remove the element's own text. Its inner elements stay, because they may have other colours."""
    element.text = None
    for child in element:
        child.tail = None


def is_json_ld(element: Any) -> bool:
    return bool(element.tag == "script" and element.get("type", "").strip().lower() == "application/ld+json")


def without_bodies(block: str) -> str:
    """JSON-LD without its article texts. Facts are read from JSON-LD, but the page may not show its texts."""
    try:
        return json.dumps(drop_bodies(json.loads(block)))
    except (ValueError, RecursionError):
        return ""


def drop_bodies(value: Any) -> Any:
    if isinstance(value, list):
        return [drop_bodies(v) for v in value]
    return {k: drop_bodies(v) for k, v in value.items() if k.lower() not in BODIES} if isinstance(value, dict) else value
