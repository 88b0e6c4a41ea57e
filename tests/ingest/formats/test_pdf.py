import pytest

from onrecord.ingest.formats import pdf
from onrecord.ingest.formats.pdf import read_pdf
from onrecord.ingest.limits import OverLimit
from tests.ingest import bombs

TITLE = "Ferry line to Osterholm ends"
LEFT = ["The ferry company said on Monday", "that the line would end in the", "autumn, after ninety years.", "Nobody was asked before, said the", "mayor of the island on Tuesday."]
RIGHT = ["The ministry denied that it knew", "of the plan, and offered to pay", "4.2 million crowns for new ships", "in a letter to the company, which", "has not been answered so far."]
Lines = list[tuple[float, float, float, str]]  # x, y, size, text


def show(x: float, y: float, size: float, text: str) -> bytes:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n".encode()


def column(lines: list[str], x: float, y: float, size: float = 10, leading: float = 13) -> Lines:
    return [(x, y - n * leading, size, line) for n, line in enumerate(lines)]


def document(*pages: Lines, extra: bytes = b"", rotate: int = 0) -> bytes:
    """A PDF with these lines on its pages."""
    contents = [b"".join(show(*line) for line in page) + extra for page in pages]
    first = 4
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for n, content in enumerate(contents):
        about = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate {rotate} /Resources << /Font << /F1 3 0 R >> >> /Contents {first + 2 * n + 1} 0 R >>"
        objects += [about.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    return bombs.pdf(*objects)


def read(*pages: Lines) -> tuple[list[str], str, list[tuple[str, str]]]:
    """The paragraphs, the headline and what is left out."""
    text, facts, removed = read_pdf(document(*pages))
    return text.split("\n"), facts.get("title", ""), [(r.rule, r.text) for r in removed]


BESIDE = [line for pair in zip(column(LEFT, 50, 700), column(RIGHT, 320, 700), strict=True) for line in pair]


def test_columns_are_told_apart_by_their_place_also_when_they_are_drawn_line_by_line() -> None:
    after = "Nobody was asked before, said the mayor of the island on Tuesday."
    want = ["The ferry company said on Monday that the line would end in the autumn, after ninety years.", after, " ".join(RIGHT)]
    assert read([(50, 740, 20, TITLE), *BESIDE]) == (want, TITLE, [])
    assert read([(50, 740, 20, TITLE), *column(LEFT, 50, 700), *column(RIGHT, 320, 700)]) == (want, TITLE, [])


def test_a_table_is_read_row_by_row() -> None:
    cells = [[("Year", 50), ("Passengers", 200), ("Cars", 380)], [("2024", 50), ("377,500", 200), ("81,900", 380)], [("2025", 50), ("310,200", 200), ("70,400", 380)]]
    table = [(float(x), 600.0 - 14 * n, 10.0, text) for n, row in enumerate(cells) for text, x in row]
    paragraphs, _, _ = read([*column(LEFT, 50, 700), *table])
    assert paragraphs[-3:] == ["Year Passengers Cars", "2024 377,500 81,900", "2025 310,200 70,400"]


def test_heads_feet_and_page_numbers_are_left_out_and_recorded() -> None:
    head, rest = (50.0, 770.0, 8.0, "Osterholm Weekly | 12 May"), column(RIGHT, 50, 740)
    pages = [[head, *column(LEFT[:-1], 50, 700), (290.0, 30.0, 8.0, "Page 1 of 2")], [head, (50.0, 753.0, 10.0, LEFT[-1]), *rest, (290.0, 30.0, 8.0, "Page 2 of 2")]]
    paragraphs, _, removed = read(*pages)
    assert "Nobody was asked before, said the mayor of the island on Tuesday. The ministry denied" in "\n".join(paragraphs)
    assert removed == [("running-head", head[3]), ("page-number", "Page 1 of 2"), ("running-head", head[3]), ("page-number", "Page 2 of 2")]


def test_rows_of_figures_at_the_edges_of_pages_are_no_heads() -> None:
    pages = [[*column(LEFT, 50, 700), (50.0, 40.0, 10.0, f"{year}"), (200.0, 40.0, 10.0, "377,500"), (380.0, 40.0, 10.0, "81,900")] for year in (2024, 2025, 2026)]
    assert read(*pages)[0].count("2025 377,500 81,900") == 1


def test_a_headline_that_is_repeated_on_the_next_page_is_a_head_there() -> None:
    paragraphs, title, removed = read([(50, 740, 20, TITLE), *column(LEFT, 50, 700)], [(50, 780, 8, TITLE), *column(RIGHT, 50, 740)])
    assert title == TITLE and removed == [("running-head", TITLE)] and " ".join(RIGHT) in paragraphs


def test_what_stands_once_at_the_edge_of_a_page_is_kept() -> None:
    note = "2 Figures of the company, not audited."
    assert read([*column(LEFT, 50, 700), (50, 30, 7, note)])[0][-1] == note


def test_the_headline_is_set_larger_and_not_the_name_of_the_paper() -> None:
    assert read([(200, 760, 34, "The Weekly"), (50, 720, 18, TITLE), *column(LEFT, 50, 690)])[1] == TITLE
    assert read(column(LEFT, 50, 690))[1] == ""


def test_paragraphs_begin_after_a_gap_or_with_an_indent_and_go_on_over_a_page() -> None:
    gap = [*column(LEFT[:3], 50, 700), *column(LEFT[3:], 50, 650)]
    indent = [*column(LEFT[:3], 50, 700), (62.0, 661.0, 10.0, LEFT[3]), (50.0, 648.0, 10.0, LEFT[4])]
    for page in (gap, indent):
        assert read(page)[0] == [" ".join(LEFT[:3]), " ".join(LEFT[3:])]
    assert read(column(LEFT[:2], 50, 100), column(LEFT[2:3], 50, 700))[0] == [" ".join(LEFT[:3])]


def test_hyphens_at_line_ends_are_joined() -> None:
    lines = ["The ferry company said that the govern-", "ment would pay for the well-", "known ships of the island in the north."]
    assert read(column(lines, 50, 700))[0] == ["The ferry company said that the government would pay for the well-known ships of the island in the north."]


def test_raised_and_lowered_figures_stay_what_they_are() -> None:
    page = [*column(LEFT, 50, 700), (50.0, 600.0, 10.0, "140"), (66.9, 604.0, 6.0, "2"), (74.0, 600.0, 10.0, "ships and CO"), (131.5, 597.0, 6.0, "2")]
    assert read(page)[0][-1] == "140² ships and CO₂"


def test_an_initial_belongs_to_its_word() -> None:
    page = [(50.0, 674.0, 38.0, "T"), (76.0, 700.0, 10.0, LEFT[0][1:]), (76.0, 687.0, 10.0, LEFT[1]), (76.0, 674.0, 10.0, LEFT[2]), (50.0, 661.0, 10.0, LEFT[3]), (50.0, 648.0, 10.0, LEFT[4])]
    paragraphs, title, _ = read(page)
    assert paragraphs[0].startswith("The ferry company said on Monday that the line") and title == ""


@pytest.mark.parametrize(("rotate", "matrix"), [(90, "0 1 -1 0 {y} 50"), (180, "-1 0 0 -1 550 {z}"), (270, "0 -1 1 0 {z} 750")])
def test_pages_that_are_shown_turned(rotate: int, matrix: str) -> None:
    drawn = "".join(f"BT /F1 10 Tf {matrix.format(y=200 + 13 * n, z=400 - 13 * n if rotate == 270 else 200 + 13 * n)} Tm ({line}) Tj ET\n" for n, line in enumerate(LEFT))
    assert read_pdf(document([], extra=drawn.encode(), rotate=rotate))[0].startswith("The ferry company said on Monday that the line")


PICTURE = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"


def test_a_scan_says_that_it_needs_ocr() -> None:
    for stamp in ([], [(50.0, 20.0, 8.0, "Scanned on 3 May")]):
        with pytest.raises(OverLimit, match=r"scanned.*OCR"):
            read_pdf(document(stamp, extra=PICTURE))
    with pytest.raises(OverLimit, match=r"no text layer.*OCR"):
        read_pdf(document([], extra=b"0 0 100 100 re f"))


def test_the_recognized_words_of_a_scan_are_read() -> None:
    words = b"".join(show(*line).replace(b"BT ", b"BT 3 Tr ") for line in column(LEFT, 50, 700))
    assert "The ferry company said on Monday" in read_pdf(document([], extra=words + PICTURE))[0]


def test_a_scanned_page_among_others_is_recorded() -> None:
    raw = document(column(LEFT, 50, 700), [(900.0, 900.0, 10.0, "")], extra=PICTURE)
    assert [r.rule for r in read_pdf(raw)[2]] == ["scanned-page"]


def test_pages_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    with pytest.raises(OverLimit, match="more than 0 pages"):
        read_pdf(document(column(LEFT, 50, 700)))


@pytest.mark.parametrize(("title", "kept"), [("Vote put off", True), ("Microsoft Word - draft", False), ("Untitled", False), ("report.docx", False)])
def test_titles_that_programs_set_are_no_titles(title: str, kept: bool) -> None:
    assert (pdf.PROGRAM_TITLE.search(title) is None) == kept
