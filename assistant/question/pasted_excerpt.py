"""Finds the pasted excerpt in a question that asks for its origin: "Which article is this from: “…”?" """

import re

from onrecord.assistant.language import CLOSING, DOUBLE, OPENING, OTHER_CLOSING, OTHER_OPENING
from onrecord.assistant.question.tuning import QUESTION_TUNING as TUNING

SOURCE = r"(?:article|story|report|piece|outlet|newspaper|paper|publication|source|publisher|news (?:site|outlet|agency))"
COPIED = r"(?:excerpt|extract|passage|paragraph|snippet|text|quote|quotation|sentence|lines?|words)"
ASKS_ORIGIN = re.compile(
    rf"\b(?:which|what|whose)(?: news)? {SOURCE}s?\b.{{0,60}}\b(?:from|of|contain|contains|containing|include|includes|publish(?:ed)?|print(?:ed)?|wrote|ran|carried|has|have|hold|holds|says?|written)\b"
    rf"|\bwhere (?:is|was|does|did|do|has)\b.{{0,20}}\b(?:this|the following|that)\b(?: {COPIED})?.{{0,30}}\b(?:from|published|printed|appear|appeared|come|taken|stand)\b"
    rf"|\b(?:find|name|identify|give)(?: me)?(?: the)?(?: (?:headline|title|origin|outlet|date|source|article)(?:,? and |, | )?)+.{{0,30}}\b{COPIED}\b"
    rf"|\b(?:origin|source) of (?:this|the following)(?: {COPIED})?\b|\bwho published (?:this|the following)\b",
    re.IGNORECASE | re.DOTALL,
)
QUOTED = re.compile(rf"[{OPENING}'{OTHER_OPENING}](?P<inside>.{{{TUNING.min_excerpt_characters},}})[{CLOSING}'“{OTHER_CLOSING}]", re.DOTALL)  # up to the last mark, because an excerpt may contain quotations
BEHIND = re.compile(r"(?:[:?]\s|\n)\s*(?P<inside>\S.*)$", re.DOTALL)
BEFORE = re.compile(r"^(?P<inside>.*\S)\s*(?:\n|[—–]\s)\s*(?P<asks>[^\n]+)$", re.DOTALL)


def find_asked_excerpt(text: str) -> str | None:
    """The pasted excerpt whose origin a text asks for; None if it asks for something else."""
    for pattern in (QUOTED, BEHIND, BEFORE):
        match = pattern.search(text)
        if match and len(match["inside"]) >= TUNING.min_excerpt_characters and ASKS_ORIGIN.search(text[: match.start("inside")] + " " + text[match.end("inside") :]):
            return match["inside"].strip(f" \n{DOUBLE}{OTHER_OPENING}{OTHER_CLOSING}")
    return None
