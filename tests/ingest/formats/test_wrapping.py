import pytest

from onrecord.ingest.formats.hyphens import join_lines, words_of
from onrecord.ingest.formats.wrapping import unwrap

WRAPPED = "The council of Tarsk met on Thursday evening and put off the vote on\nthe harbour until the autumn."
JOINED = "The council of Tarsk met on Thursday evening and put off the vote on the harbour until the autumn."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (WRAPPED, JOINED),
        (f"{WRAPPED}\n\nIt rained.", f"{JOINED}\n\nIt rained."),
        (f"{WRAPPED}\n\nhttps://tarsk.example/{'a' * 120}", f"{JOINED}\n\nhttps://tarsk.example/{'a' * 120}"),  # one long line decides nothing
        (f"{WRAPPED}\n\n{'A paragraph that is not wrapped. ' * 5}", f"{JOINED}\n\n{'A paragraph that is not wrapped. ' * 5}".rstrip()),
        (f"   {WRAPPED}\n   It rained all night in the town, they said, and nobody of them was\nthere.", f"{JOINED}\nIt rained all night in the town, they said, and nobody of them was there."),
        (f"{WRAPPED}\n\n- closing the eastern quay, which is the oldest one of the town, to\n  all ships;\n- new cranes.", f"{JOINED}\n\n- closing the eastern quay, which is the oldest one of the town, to all ships;\n- new cranes."),
        (f"{WRAPPED}\n\n1. First.\n2. Second.", f"{JOINED}\n\n1. First.\n2. Second."),
        (f"{WRAPPED}\n\nOona Vell\n4 Quay Street\nTarsk", f"{JOINED}\n\nOona Vell\n4 Quay Street\nTarsk"),
        (f"{WRAPPED}\n\nTown       Votes      Share\nNorden     1,204      40", f"{JOINED}\n\nTown       Votes      Share\nNorden     1,204      40"),
        (f"Vote put off\n{WRAPPED}\nThe dockers will wait.", f"Vote put off\n{JOINED}\nThe dockers will wait."),
        ("It rained in Tarsk for the whole of the long night.\nThe council met in the morning of the next day.", "It rained in Tarsk for the whole of the long night.\nThe council met in the morning of the next day."),
        ("The board, which had met for five hours in the old cus-\ntoms house, closed the well-\nknown quay.", "The board, which had met for five hours in the old customs house, closed the well-known quay."),
        ("市議会は木曜日の夜に集まり、港の採決を秋まで延期すると決め\nた。雨だった。", "市議会は木曜日の夜に集まり、港の採決を秋まで延期すると決めた。雨だった。"),
        ("", ""),
    ],
)  # fmt: skip
def test_wraps_are_undone_block_by_block(text: str, lines: str) -> None:
    assert unwrap(text) == lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the govern-\nment", "the government"),
        ("an ex-\npects", "an expects"),  # one part is no word
        ("Hal-\nvorsen", "Halvorsen"),
        ("a well-\nknown harbour", "a well-known harbour"),  # both parts are words
        ("an Oslo-\nborn, a US-\nbacked", "an Oslo-born, a US-backed"),
        ("the Rhine-\nMain area", "the Rhine-Main area"),
        ("in 2025-\n26 and COVID-\n19", "in 2025-26 and COVID-19"),
        ("two-\nand three-storey houses", "two- and three-storey houses"),
        ("Hafen-\nausschuss", "Hafenausschuss"),
        ("quay\u00ad\nside", "quayside"),
        ("It rained -\nagain", "It rained - again"),
        ("peut-\nêtre; peut-être", "peut-être; peut-être"),  # elsewhere with the hyphen
        ("Rat-\nhaus am Rathaus", "Rathaus am Rathaus"),  # elsewhere without it
    ],
)
def test_words_that_a_line_end_divides(lines: str, joined: str) -> None:
    assert join_lines(lines.split("\n"), words_of(lines)) == joined


def test_many_lines_take_no_longer_than_they_should() -> None:
    unwrap("\n".join(["a line at the left edge of this text, which is not"] * 20_000 + ["    and a line that is indented"] * 20_000))
