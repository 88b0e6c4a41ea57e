"""What a screen reader is given: the accessibility tree as chromium hands it to one, and what axe finds in a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

READ_AS_ONE = {"button", "checkbox", "combobox", "image", "link", "listbox", "menuitem", "option", "radio", "searchbox", "textbox", "DisclosureTriangle", "Date"}
CONTROLS = READ_AS_ONE - {"image"}
HOLDS = dict.fromkeys(("cell", "gridcell", "rowheader", "columnheader"), "table") | {"LabelText": "label"}


@dataclass(frozen=True)
class Phrase:
    """What is read at one stop. `inside` is a table, where equal neighbours are two facts, or a label, which repeats the name of its field."""

    role: str
    name: str
    inside: str | None


def phrases(page: Page) -> list[Phrase]:
    """All that is read, in the order of reading."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return list(walk(nodes[0], {n["nodeId"]: n for n in nodes}, None))


def walk(node: dict[str, Any], by_id: dict[str, dict[str, Any]], inside: str | None) -> Iterator[Phrase]:
    role, name = value(node, "role"), " ".join(value(node, "name").split())
    inside = HOLDS.get(role, inside)
    if not node.get("ignored") and (role in READ_AS_ONE or role == "StaticText"):
        if name or role in CONTROLS:
            yield Phrase(role, name, inside)
        return
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from walk(by_id[child], by_id, inside)


def value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))


def faults(read: list[Phrase]) -> list[str]:
    """Controls without a name, and what is read twice."""
    unnamed = [f"{p.role} without a name" for p in read if p.role in CONTROLS and not p.name]
    again = [f"{b.name!r} is read twice in a row" for a, b in pairwise(read) if a.name.casefold() == b.name.casefold() and any(map(str.isalpha, b.name)) and not (a.inside or b.inside)]
    return unnamed + again


def axe_findings(page: Page) -> list[tuple[str, str, str]]:
    """Rule, impact and first element of everything that axe finds, however slight."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["impact"], v["nodes"][0]["html"][:300]) for v in found]
