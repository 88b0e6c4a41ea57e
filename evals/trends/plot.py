"""Draws figures over runs as SVG, without scripts and without a library."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from onrecord.evals.trends.history import HistoryLine, PastFigure

WIDTH, HEIGHT = 320, 90  # pixels of the area for one figure
LEFT, TOP = 34, 8  # pixels for the numbers of the axis, and above the area
MAX_RUNS = 60  # the newest runs; with more, the points would touch

Point = tuple[float, HistoryLine, PastFigure]


def draw_figures(lines: Sequence[HistoryLine]) -> dict[str, str]:
    """An SVG image for each figure of the newest run, by name: its value in each run, with the 95% interval. Pointing at a run shows its day,
    value and versions. A run in which the figure was not judged is a gap."""
    shown = lines[-MAX_RUNS:]
    return {name: draw(name, shown) for name in shown[-1].figures} if shown else {}


def draw(name: str, lines: Sequence[HistoryLine]) -> str:
    points = [(x_of(n, len(lines)), line, line.figures.get(name)) for n, line in enumerate(lines)]
    judged = [[(x, line, f) for x, line, f in run if f is not None] for gap, run in groupby(points, lambda p: p[2] is None or p[2].value is None) if not gap]
    marks = "".join(draw_stretch(stretch) for stretch in judged)
    label = escape(f"{name.replace('_', ' ')} in {len(lines)} runs")
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {LEFT + WIDTH + 8} {TOP + HEIGHT + 20}" class="plot">{draw_axis()}{marks}'
        f'<text x="{LEFT}" y="{TOP + HEIGHT + 15}">{escape(lines[0].date)}</text>'
        f'<text x="{LEFT + WIDTH}" y="{TOP + HEIGHT + 15}" text-anchor="end">{escape(lines[-1].date)}</text></svg>'
    )


def draw_axis() -> str:
    return "".join(
        f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y_of(v)}" y2="{y_of(v)}" class="grid"/><text x="{LEFT - 5}" y="{y_of(v) + 4}" text-anchor="end">{v:g}</text>'
        for v in (0, 0.5, 1)
    )


def draw_stretch(points: Sequence[Point]) -> str:
    """Runs in a row in which the figure was judged."""
    above = [f"{x},{y_of(f.high)}" for x, _, f in points]
    below = [f"{x},{y_of(f.low)}" for x, _, f in reversed(points)]
    line = [f"{x},{y_of(f.value or 0)}" for x, _, f in points]
    dots = "".join(f'<circle cx="{x}" cy="{y_of(f.value or 0)}" r="3"><title>{escape(describe(run, f))}</title></circle>' for x, run, f in points)
    return f'<polygon points="{" ".join(above + below)}" class="band"/><polyline points="{" ".join(line)}" class="line"/>{dots}'


def describe(line: HistoryLine, figure: PastFigure) -> str:
    versions = ", ".join(f"{k} {v}" for k, v in line.versions.items() if v)
    return f"{line.date}: {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}], {figure.n} cases, judge {line.judge}; {versions}"


def x_of(n: int, runs: int) -> float:
    return round(LEFT + WIDTH * (n / (runs - 1) if runs > 1 else 0.5), 1)


def y_of(value: float) -> float:
    return round(TOP + HEIGHT * (1 - value), 1)
