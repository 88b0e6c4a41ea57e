"""The console that prints texts of articles, models and people."""

from collections.abc import Iterable

from rich.console import Console as AnyConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment

from onrecord.vectorstore.invisible import printable


class Console(AnyConsole):
    """A console that a printed text cannot command: escape sequences and invisible characters are left out. Its own colours stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)
