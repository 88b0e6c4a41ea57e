"""Which text of a Word document is hidden, struck out, raised or lowered. White text counts as hidden only where nothing is shaded behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off", "none")
PAPER = ("", "AUTO", "FFFFFF")  # fills that are no shade
MAX_TINY = 2  # half points; no letter of this size is readable


@dataclass(frozen=True)
class Styles:
    """The styles of a document by what they do to text: ids of those that hide it, and of those that shade what is behind it."""

    hiding: set[str | None] = field(default_factory=set)
    shading: set[str | None] = field(default_factory=set)
    page_is_shaded: bool = False


def styles_of(part: Any, document: Any) -> Styles:
    page = document.find(W + "background")
    is_dark = page is not None and (page.get(W + "color") or "").upper() not in PAPER
    if part is None:
        return Styles(page_is_shaded=is_dark)
    listed = list(part.iter(W + "style"))
    hiding = {s.get(W + "styleId") for s in listed if is_hidden(s.find(W + "rPr"), is_shaded=True)}
    return Styles(hiding, {s.get(W + "styleId") for s in listed if has_shade(s)}, is_dark)


def is_on(properties: Any, *names: str) -> bool:
    found = (properties.find(W + name) for name in names) if properties is not None else ()
    return any(e is not None and e.get(W + "val") not in OFF for e in found)


def is_hidden(properties: Any, is_shaded: bool) -> bool:
    """Whether run properties mark text as hidden, make it too small to see, or white where nothing is shaded behind it."""
    if properties is None:
        return False
    colour, size = properties.find(W + "color"), properties.find(W + "sz")
    half_points = "" if size is None else size.get(W + "val") or ""
    if is_on(properties, "vanish") or (half_points.isascii() and half_points.isdigit() and int(half_points) <= MAX_TINY):
        return True
    is_white = colour is not None and (colour.get(W + "val") or "").upper() == "FFFFFF"
    return is_white and not is_shaded and not has_shade(properties)


def has_shade(element: Any) -> bool:
    """Whether an element sets a shade or a highlight that is not the white of paper."""
    shades = (s for s in element.iter(W + "shd") if s.get(W + "themeFill") or (s.get(W + "fill") or "").upper() not in PAPER or s.get(W + "val") == "solid")
    lights = (h for h in element.iter(W + "highlight") if h.get(W + "val") not in ("none", "white", None))
    return any(True for _ in shades) or any(True for _ in lights)


def is_shaded(element: Any, styles: Styles) -> bool:
    """Whether a paragraph, a cell, a row, a table or a box around a run may have a shade. A box may always have one."""
    if styles.page_is_shaded:
        return True
    return any(a.tag == W + "txbxContent" or any(property_shades(p, styles) for p in properties_of(a)) for a in (element, *element.iterancestors()))


def properties_of(element: Any) -> Iterator[Any]:
    yield from (child for child in element if child.tag in (W + "pPr", W + "tcPr", W + "trPr", W + "tblPr", W + "tblPrEx"))


def property_shades(properties: Any, styles: Styles) -> bool:
    named = (child.get(W + "val") for child in properties if child.tag in (W + "pStyle", W + "tblStyle"))
    return has_shade(properties) or any(name in styles.shading for name in named)
