"""Removes hidden text from a web page. It reads attributes, inline styles and the page's own style sheets.

Text is hidden only where that is known. If a page's styles would hide most of its prose, they are not believed, and the text is kept: such a
page waits for a script or for a style sheet that is not fetched. Hidden text is recorded by its length only, because it may be meant to
mislead whoever reads the record.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.ingest.formats.css import Sheets, Style, name_parts
from onrecord.ingest.formats.css_reveals import revealed_properties
from onrecord.ingest.formats.html_look import LENGTH, MAX_FAINT, MAX_TINY, at_most, pixels, walk
from onrecord.vectorstore.model import Removed

NEVER_SHOWN = {"template", "noscript", "script", "style", "object", "iframe", "canvas"}
SIDES = ("left", "right", "top", "bottom", "margin-left", "margin-top", "text-indent")
FAR_OUTSIDE = -300  # pixels; a menu outside the window is not so far outside
BODIES = {"articlebody", "text", "description", "reviewbody", "abstract", "transcript", "alternativeheadline", "backstory"}  # texts in JSON-LD
MIN_PROSE = 40  # letters of a text that counts as prose; labels of menus are shorter
NO_PROSE = {"a", "nav", "footer", "form", "button", "dialog", "head", "title", "script", "style", "noscript", "template"}
NO_PROSE_NAMES = {"cookie", "cookies", "consent", "privacy", "gdpr", "modal", "popup", "menu", "nav", "dialog", "onetrust"}
PAGE = ("html", "body")
MAX_HIDDEN_SHARE = 0.5  # share of a page's prose that its styles may hide


@dataclass(frozen=True)
class Hidden:
    """An element that is hidden. `by` is the property or tag; without `whole`, only the element's own text is hidden."""

    element: Any
    by: str
    whole: bool


def drop_hidden(tree: Any, styles: Mapping[Any, Style], sheets: Sheets, shows_later: bool = True) -> list[Removed]:
    """Remove hidden elements and texts from a parsed page. What was removed is recorded by property and length.

    Args:
        shows_later: False for mail, which runs no script, so that all that its styles hide stays hidden.
    """
    found = find_hidden(tree, styles, sheets)
    disbelieved, share = disbelieved_properties(tree, found) if shows_later else (set[str](), 0.0)
    lengths: Counter[str] = Counter()
    for hidden in found:
        if hidden.by in disbelieved or hidden.element.tag in PAGE or not any(around is tree for around in hidden.element.iterancestors()):
            continue  # not known to be hidden, the page itself, or inside an element that was removed already
        lengths[hidden.by] += drop(hidden)
    for element in tree.iter():
        element.attrib.pop("style", None)  # trafilatura would treat "overflow: hidden" as hidden
        if is_json_ld(element):
            element.text = without_bodies(element.text or "")
    removed = [Removed("hidden", f"{length} characters that the page does not show ({by})") for by, length in lengths.items() if length]
    if disbelieved:
        names = ", ".join(sorted(disbelieved))
        removed.append(Removed("kept-although-hidden", f"the page's styles ({names}) hide {share:.0%} of its text until a script or another sheet shows it; it is kept"))
    return removed


def find_hidden(tree: Any, styles: Mapping[Any, Style], sheets: Sheets) -> list[Hidden]:
    revealed = revealed_properties(tree, sheets)
    found = []
    for element, style, look in walk(tree, styles, revealed):
        is_animated = bool(set(re.split(r"[\s,]+", style.get("animation-name", ""))) & sheets.animations)
        shown_later = revealed.get(element, set()) | ({"opacity", "transform", "clip-path"} if is_animated else set())
        if is_json_ld(element):
            continue
        if not isinstance(element.tag, str):
            found.append(Hidden(element, "comment", True))
        elif by := hidden_by(element, style, shown_later):
            found.append(Hidden(element, by, True))
        elif look.hidden_by and not (look.hidden_by == "visibility" and is_animated):
            found.append(Hidden(element, look.hidden_by, False))
    return found


def drop(hidden: Hidden) -> int:
    """Remove a hidden element or its own text. The number of removed characters; code and comments have none."""
    element = hidden.element
    if hidden.whole:
        length = 0 if hidden.by in ("comment", "<script>", "<style>") else len(" ".join(element.text_content().split()))
        element.drop_tree()
        return length
    length = len(" ".join(own_text(element).split()))
    element.text = None
    for child in element:
        child.tail = None
    return length


def own_text(element: Any) -> str:
    """The text of an element without that of its inner elements."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def hidden_by(element: Any, style: Style, shown_later: set[str]) -> str | None:
    """What hides the element and all in it, or None. `shown_later` are properties by which a script of the page shows it."""
    if element.tag in NEVER_SHOWN:
        return f"<{element.tag}>"
    if is_hidden_by_attribute(element, style):
        return "hidden attribute"
    if style.get("display") == "none":
        return "display"
    if style.get("content-visibility") == "hidden" and "content-visibility" not in shown_later:
        return "content-visibility"
    if at_most(style.get("opacity"), MAX_FAINT) and "opacity" not in shown_later:
        return "opacity"
    if is_away(style if "transform" not in shown_later else style | {"transform": ""}):
        return "place"
    return "clipping" if is_cut_off({k: v for k, v in style.items() if k not in shown_later}) else None


def is_hidden_by_attribute(element: Any, style: Style) -> bool:
    return (
        ("hidden" in element.attrib and style.get("display", "none") == "none")
        or (element.tag == "dialog" and "open" not in element.attrib)
        or (element.tag == "input" and element.get("type", "").lower() == "hidden")
    )


def disbelieved_properties(tree: Any, found: list[Hidden]) -> tuple[set[str], float]:
    """The properties that together would hide most of the page's prose, and the share that they hide."""
    letters = {element: prose_letters(element) for element in tree.iter()}
    total = sum(letters.values())
    disbelieved: set[str] = set()
    first_share = 0.0
    while hiding := hidden_prose(letters, [h for h in found if h.by not in disbelieved]):
        share = hiding.total() / total if total else 0.0
        first_share = first_share or share
        if share <= MAX_HIDDEN_SHARE:
            break
        disbelieved.add(hiding.most_common(1)[0][0])
    return disbelieved, first_share


def hidden_prose(letters: Mapping[Any, int], found: list[Hidden]) -> Counter[str]:
    """For each property that a style sets, how many letters of prose it hides. `letters` has each element's own, in the order of the page."""
    whole, own = {h.element: h.by for h in found if h.whole}, {h.element: h.by for h in found if not h.whole}
    around: dict[Any, str] = {}
    hidden: Counter[str] = Counter()
    for element, length in letters.items():
        around[element] = around.get(element.getparent()) or whole.get(element, "")
        by = around[element] or own.get(element, "")
        if length and by and not by.startswith("<") and by not in ("hidden attribute", "comment"):
            hidden[by] += length
    return hidden


def prose_letters(element: Any) -> int:
    """The length of the element's own text if it is prose, else 0."""
    length = len(" ".join(own_text(element).split())) if isinstance(element.tag, str) else 0
    if length < MIN_PROSE:
        return 0
    return 0 if any(e.tag in NO_PROSE or name_parts(e) & NO_PROSE_NAMES for e in (element, *element.iterancestors())) else length


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
