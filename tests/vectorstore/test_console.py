"""What a terminal would obey, or nobody would see, is not printed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.vectorstore.console import Console
from onrecord.vectorstore.invisible import INVISIBLE, printable

ORDERS = [
    "\x1b[31mred\x1b[0m", "\x1b[2J\x1b[Hcleared", "\x1b]0;title\x07after", "\x1b]8;;https://bad.example\x1b\\link\x1b]8;;\x1b\\", "\x9b31mred", "\x90q\x9cdrawn", "\x1bcreset",
    "bell\x07", "back\x08\x08", "over\rwritten", "\u202eturned\u202c", "\u2067turned\u2069", "hid\u200bden", "tag\U000e0041\U000e0042",
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("markup", [True, False])
def test_a_printed_text_commands_no_terminal(order: str, markup: bool) -> None:
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system=None, highlight=False, width=80).print(f"before {order} after", markup=markup)
    shown = out.getvalue()
    assert shown.startswith("before ") and shown.rstrip().endswith("after") and shown == printable(shown)


def test_own_colours_stay() -> None:
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="standard", highlight=False).print("own", style="red")
    assert out.getvalue() == "\x1b[31mown\x1b[0m\n"


@given(st.text(st.characters(codec="utf-8")))
def test_nothing_that_is_left_is_a_command_or_invisible(text: str) -> None:
    left = printable(text)
    assert not INVISIBLE.search(left) and not any(c != "\n" and c != "\t" and (ord(c) < 32 or 127 <= ord(c) < 160) for c in left)


@pytest.mark.parametrize("text", ["Łódź – “Zürich”, ½ €", "می‌خواهم 👩🏽‍🚀", "one\ntwo\tthree"])
def test_text_that_people_write_stays_as_it_is(text: str) -> None:
    assert printable(text) == text
