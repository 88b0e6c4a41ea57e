"""Joins the lines of a PDF to paragraphs, by their place and size, and finds the headline."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from onrecord.ingest.formats.hyphens import join_lines, words_of
from onrecord.ingest.formats.pdf_layout import Line
from onrecord.ingest.formats.wrapping import SENTENCE_END, is_item

MIN_HEADLINE = 1.15  # of the text's size
MAX_HEADLINE = 250  # letters
MIN_WORDS = 4  # of a headline; a larger line of fewer words may be the name of the newspaper
SAME_SIZE = 0.1  # share by which the sizes of the lines of a paragraph differ
WIDE_GAP = 1.35  # of the usual distance of lines; a wider one begins a paragraph
INDENT = 0.6  # of the size
MIN_FIRST = 100  # letters of the first paragraph of the text


@dataclass(frozen=True)
class Setting:
    """How the lines of one size in one region are set: their left and right edges and their usual distance, in points."""

    left: float
    right: float
    distance: float


@dataclass(frozen=True)
class Paragraph:
    text: str
    size: float


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """The paragraphs of the document.

    Args:
        lines: of all pages in the order of reading; no two pages share a region.
    """
    settings = settings_of(lines)
    known = words_of("\n".join(line.text for line in lines))
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not begins_paragraph(groups[-1], line, settings[setting_key(groups[-1][-1])], settings[setting_key(line)]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(join_lines([line.text for line in group], known), group[0].size) for group in groups]


def setting_key(line: Line) -> tuple[int, int]:
    return line.region, round(line.size)


def settings_of(lines: list[Line]) -> dict[tuple[int, int], Setting]:
    grouped: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        grouped.setdefault(setting_key(line), []).append(line)
    return {key: setting_of(group) for key, group in grouped.items()}


def setting_of(lines: list[Line]) -> Setting:
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    distances = [a.y - b.y for a, b in pairwise(lines) if a.y > b.y]
    return Setting(lefts[len(lefts) // 4], rights[-1 - len(rights) // 10], median(distances) if distances else lines[0].size * 1.2)


def begins_paragraph(before: list[Line], line: Line, old: Setting, new: Setting) -> bool:
    last = before[-1]
    if is_of_other_kind(last, line):
        return True
    ended = SENTENCE_END.search(last.text) is not None
    is_left = has_room(last, line, old) and (ended or not line.text[:1].islower())  # the line end is the author's
    if last.region != line.region:
        return ended or is_left
    is_apart = last.y - line.y > WIDE_GAP * max(new.distance, line.size)
    is_indented = line.x0 > new.left + INDENT * line.size >= last.x0
    return is_apart or is_left or (is_indented and ended)


def is_of_other_kind(last: Line, line: Line) -> bool:
    """Whether two lines cannot be of one paragraph, wherever they stand."""
    return abs(last.size - line.size) > SAME_SIZE * last.size or last.is_row or line.is_row or is_item(line.text)


def has_room(last: Line, line: Line, setting: Setting) -> bool:
    """Whether the first word of the line would have fitted at the end of the last one, so that the line end is the author's."""
    letter = (last.x1 - last.x0) / max(len(last.text), 1)
    return setting.right - last.x1 > letter * (len(line.text.split(maxsplit=1)[0]) * 1.15 + 1.5)


def split_title(paragraphs: list[Paragraph]) -> tuple[str, list[Paragraph]]:
    """The headline, and the paragraphs without it. The headline is empty if none is set larger than the text."""
    usual = usual_size(paragraphs)
    titles = [p for p in before_text(paragraphs, usual) if p.size >= MIN_HEADLINE * usual and len(p.text) <= MAX_HEADLINE]
    if not titles:
        return "", paragraphs
    enough = [p for p in titles if len(p.text.split()) >= MIN_WORDS] or titles
    title = max(enough, key=lambda p: p.size)
    return title.text, [p for p in paragraphs if p is not title]


def before_text(paragraphs: list[Paragraph], usual: float) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        if paragraph.size < MIN_HEADLINE * usual and len(paragraph.text) >= MIN_FIRST:
            return
        yield paragraph


def usual_size(paragraphs: list[Paragraph]) -> float:
    """The size in which most letters are set."""
    letters: dict[float, int] = {}
    for paragraph in paragraphs:
        letters[round(paragraph.size, 1)] = letters.get(round(paragraph.size, 1), 0) + len(paragraph.text)
    return max(letters, key=lambda size: letters[size], default=12.0)


def numbered(pages: list[list[Line]]) -> list[Line]:
    """The lines of all pages, with region numbers that no two pages share."""
    return [replace(line, region=line.region + 1000 * number) for number, page in enumerate(pages) for line in page]
