"""The look of text on a page: its colour, the colour behind it, its size. It counts as black on white unless the page says otherwise.

Linked style sheets are not fetched. Where a picture, a gradient, a variable or a sheet that is not known decides a colour, the colour is
unknown (None), and text in it counts as seen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2
from tinycss2.color3 import RGBA, parse_color

from onrecord.ingest.formats.css import Style, name_parts

PIXELS = {"px": 1, "em": 16, "rem": 16, "pt": 1.33, "vw": 10, "vh": 10, "%": 10, "ex": 8, "ch": 8, "cm": 38, "mm": 4, "in": 96, "pc": 16, "": 1}
LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|r?em|pt|v[wh]|%|ex|ch|[cm]m|in|pc|)(?![\w%])")
NAMED_SIZE = re.compile(r"(?:xx?-small|small|medium|large|xx?x?-large)\b")
MAX_TINY = 1.5  # pixels; no letter of this size is readable
MAX_FAINT = 0.05  # opacity, or difference of colour components (0…1)
WHITE = RGBA(1.0, 1.0, 1.0, 1.0)
BLACK = RGBA(0.0, 0.0, 0.0, 1.0)
PICTURE = re.compile(r"url\(|gradient\(|image-set\(|element\(|var\(|paint\(|cross-fade\(")
PICTURES = ("img", "picture", "video", "svg", "canvas", "iframe")
DARK_NAMES = {"dark", "night", "hero", "overlay", "inverse", "inverted", "invert", "black", "navy", "cover", "banner", "background", "bg"}  # parts of class names


@dataclass(frozen=True)
class Look:
    """Inner elements inherit the look. `colour` and `behind` are None where they are unknown; `size` is in pixels."""

    colour: RGBA | None = BLACK
    behind: RGBA | None = WHITE
    size: float = 16.0
    is_visible: bool = True
    is_clear: bool = False  # the text's own colour is transparent

    @property
    def hidden_by(self) -> str | None:
        """The property that makes the text invisible, or None."""
        if not self.is_visible:
            return "visibility"
        if self.size <= MAX_TINY:
            return "font-size"
        known = self.colour is not None and self.behind is not None
        same = known and max(abs(a - b) for a, b in zip(self.colour[:3], self.behind[:3], strict=True)) <= MAX_FAINT  # type: ignore[index]
        return "color" if same or self.is_clear else None


def walk(tree: Any, styles: Mapping[Any, Style], revealed: Mapping[Any, set[str]]) -> Iterator[tuple[Any, Style, Look]]:
    """Every node with its style and the look of its text."""
    has_linked_sheets = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    looks: dict[Any, Look] = {}
    for element in tree.iter():
        style = styles.get(element, {})
        parent = looks.get(element.getparent(), Look())
        looks[element] = look = inherit(parent, element, style, "visibility" in revealed.get(element, ()), has_linked_sheets) if isinstance(element.tag, str) else parent
        yield element, style, look


def inherit(parent: Look, element: Any, style: Style, is_revealed: bool, has_linked_sheets: bool) -> Look:
    behind = colour_behind(parent.behind, element, style, has_linked_sheets)
    colour, is_clear = text_colour(parent, element, style, behind)
    return Look(colour, behind, size(style.get("font-size"), parent.size), visibility(parent.is_visible, style, is_revealed), is_clear)


def visibility(parent: bool, style: Style, is_revealed: bool) -> bool:
    stated = style.get("visibility")
    if stated in ("hidden", "collapse"):
        return is_revealed and parent
    return True if stated in ("visible", "initial") else parent


def colour_behind(parent: RGBA | None, element: Any, style: Style, has_linked_sheets: bool) -> RGBA | None:
    """The colour behind the element's text; None if it is unknown."""
    stated = style.get("background-color")
    if PICTURE.search(style.get("background-image", "")) or PICTURE.search(stated or "") or element.get("background") or lies_over_picture(element, style):
        return None
    if stated or element.get("bgcolor"):
        base = parent or WHITE
        colour = first_colour(stated) if stated else parse_color(element.get("bgcolor"))
        if isinstance(colour, RGBA):
            return parent if parent is None and colour.alpha < 1 else blended(colour, base)
        return None if stated and "(" in stated else parent
    return None if has_linked_sheets and name_parts(element) & DARK_NAMES else parent


def lies_over_picture(element: Any, style: Style) -> bool:
    """Whether the element is placed over a picture that stands beside it."""
    margin = LENGTH.match(style.get("margin-top", ""))
    is_placed = style.get("position") in ("absolute", "fixed", "relative") or (margin is not None and float(margin[1]) < 0)
    parent = element.getparent() if is_placed else None
    return parent is not None and any(e.tag in PICTURES for sibling in parent if sibling is not element for e in sibling.iter())


def text_colour(parent: Look, element: Any, style: Style, behind: RGBA | None) -> tuple[RGBA | None, bool]:
    """The colour of the text and whether it is transparent. Transparent text whose background shows through the letters is seen."""
    stated = style.get("color") or (element.get("color") if element.tag == "font" else element.get("text") if element.tag == "body" else None)
    colour = parse_color(stated) if stated else None
    if isinstance(colour, RGBA):
        is_clear = colour.alpha <= MAX_FAINT and "text" not in style.get("background-clip", "")
        return (blended(colour, behind) if behind is not None or colour.alpha == 1 else None), is_clear
    if stated and "(" in stated:
        return None, False
    return parent.colour, parent.is_clear and "text" not in style.get("background-clip", "")


def first_colour(value: str) -> RGBA | None:
    """The colour in the value of `background-color`, or of `background` with its other parts."""
    colours = (parse_color(node) for node in tinycss2.parse_component_value_list(value))
    return next((c for c in colours if isinstance(c, RGBA)), None)


def blended(colour: RGBA, behind: RGBA | None) -> RGBA:
    if behind is None:
        return colour
    mixed = (c * colour.alpha + b * (1 - colour.alpha) for c, b in zip(colour[:3], behind[:3], strict=True))
    return RGBA(*mixed, 1.0)


def size(value: str | None, parent: float) -> float:
    """A font size in pixels. A size that cannot be computed here (`calc`, `var`) counts as that of the parent."""
    if value and NAMED_SIZE.match(value):
        return 16.0
    found = LENGTH.match(value) if value else None
    if found is None:
        return parent
    number, unit = found.groups()
    return float(number) * {"em": parent, "%": parent / 100}.get(unit, PIXELS[unit])


def at_most(value: str | None, limit: float) -> bool:
    found = LENGTH.match(value) if value else None
    return found is not None and pixels(found.groups()) <= limit


def pixels(length: tuple[str, ...]) -> float:
    number, unit = length
    return float(number) * PIXELS[unit]
