"""Text for clients that render Markdown and HTML. Words of an article or a model must not become a link, an image or an element there."""

import re

LINK = re.compile(r"\](?=[(:])")  # "[text](address)", "![text](address)" and "[name]: address"
ELEMENT = re.compile(r"(\\*)<(?=[A-Za-z/!?])")


def inert(text: str) -> str:
    """The text with a backslash where a link, an image or an element would begin. Nearly every text stays as it is.

    A bare address stays too: it leads where it says.
    """
    return ELEMENT.sub(lambda m: f"{m[1] * 2}\\<", LINK.sub(r"]\\", text))
