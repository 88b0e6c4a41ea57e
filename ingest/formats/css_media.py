"""Decides which media queries hold for the reader we assume: a light screen of 1280 × 800 pixels with a mouse.

A condition that is not known here does not hold: what only such a rule hides is not known to be hidden.
"""

import re
from collections.abc import Callable

WIDTH, HEIGHT = 1280.0, 800.0  # pixels
FEATURES = {
    "prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference", "prefers-contrast": "no-preference", "forced-colors": "none", "hover": "hover",
    "any-hover": "hover", "pointer": "fine", "any-pointer": "fine", "orientation": "landscape", "scripting": "enabled", "display-mode": "browser", "color": "",
    "inverted-colors": "none", "update": "fast",
}  # fmt: skip
ON_BY_NAME = {"hover", "any-hover", "pointer", "any-pointer", "scripting", "color"}  # these hold when a query only names them
SIZES = {"width": WIDTH, "height": HEIGHT, "device-width": WIDTH, "device-height": HEIGHT}
UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0, "": 1.0, "pt": 1.33, "cm": 38.0, "in": 96.0}
QUERY = re.compile(r"\s*(?P<negated>not\s+)?(?:only\s+)?(?P<type>all|screen|[a-z]+)?\s*(?:and\s+)?(?P<features>.*)", re.DOTALL)
NAMED = re.compile(r"\(\s*([a-z-]+)\s*(?::\s*([^()]+?))?\s*\)")
COMPARED = re.compile(r"\(\s*(?:([\d.]+)([a-z]*)\s*([<>]=?)\s*)?(width|height)\s*(?:([<>]=?)\s*([\d.]+)([a-z]*)\s*)?\)")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def media_holds(written: str) -> bool:
    """Whether one of the queries of a list (`screen and (min-width: 40em), print`) holds. An empty list holds."""
    return not written.strip() or any(query_holds(query) for query in written.lower().split(","))


def query_holds(query: str) -> bool:
    found = QUERY.fullmatch(query)
    if found is None:
        return False
    holds = found["type"] in (None, "all", "screen") and features_hold(found["features"])
    return holds != bool(found["negated"])


def features_hold(written: str) -> bool:
    """Whether conditions joined by `and` or `or` hold."""
    conditions = re.findall(r"(not\s*)?(\([^()]*\))", written)
    if not conditions:
        return not written.strip()
    results = [condition_holds(condition) != bool(negated) for negated, condition in conditions]
    return any(results) if re.search(r"\)\s*or\b", written) else all(results)


def condition_holds(condition: str) -> bool:
    if found := COMPARED.fullmatch(condition):
        return comparison_holds(*found.groups())
    named = NAMED.fullmatch(condition)
    if named is None:
        return False
    name, value = named[1], (named[2] or "").strip()
    size = SIZES.get(re.sub(r"^(?:min|max)-", "", name))
    if size is not None:
        return size_holds(name, value, size)
    return FEATURES.get(name) == value or (name in ON_BY_NAME and not value)


def size_holds(name: str, value: str, size: float) -> bool:
    length = re.fullmatch(r"([\d.]+)([a-z]*)", value)
    limit = pixels(length[1], length[2]) if length else None
    if limit is None:
        return not value
    return size >= limit if name.startswith("min-") else size <= limit if name.startswith("max-") else size == limit


def comparison_holds(low: str | None, low_unit: str, low_sign: str, name: str, sign: str | None, high: str, high_unit: str) -> bool:
    """Whether `400px <= width < 900px` holds, or one side of it."""
    size, results = SIZES[name], []
    for number, unit, compare, is_left in ((low, low_unit, low_sign, True), (high, high_unit, sign, False)):
        limit = pixels(number, unit) if number and compare else None
        if limit is not None and compare:
            results.append(COMPARE[compare](limit, size) if is_left else COMPARE[compare](size, limit))
    return bool(results) and all(results)


def pixels(number: str, unit: str) -> float | None:
    try:
        return float(number) * UNITS[unit]
    except (KeyError, ValueError):
        return None
