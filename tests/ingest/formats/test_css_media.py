import pytest

from onrecord.ingest.formats.css_media import media_holds

HOLD = [
    "", "all", "screen", "only screen", "screen and (min-width: 700px)", "(min-width: 40em) and (max-width: 1400px)", "(prefers-color-scheme: light)", "not print", "(hover)", "(hover: hover)",
    "print, screen", "(width >= 600px)", "(400px <= width <= 1300px)", "(orientation: landscape)", "not all and (max-width: 500px)", "not (prefers-color-scheme: dark)", "(min-width: 9999px) or (hover)",
]  # fmt: skip
DO_NOT = [
    "print", "speech", "(max-width: 600px)", "screen and (max-width: 48em)", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "not screen", "(width < 600px)", "(600px > width)",
    "(pointer: coarse)", "(orientation: portrait)", "(min-width: 2000px)", "not all", "(made-up-feature: 3)", "tv", "(max-width: calc(1px + 2em))", "(hover: none)",
]  # fmt: skip


@pytest.mark.parametrize("query", HOLD)
def test_what_holds_for_a_light_screen_with_a_mouse(query: str) -> None:
    assert media_holds(query)


@pytest.mark.parametrize("query", DO_NOT)
def test_what_does_not(query: str) -> None:
    assert not media_holds(query)
