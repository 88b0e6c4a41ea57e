"""Markdown, HTML and plain text: what is a claim, what is a frame, and what a claim means where it stands."""

import unicodedata

import pytest

from onrecord.assistant.answer_text import read_answer, read_as_one, read_claims


def texts(answer: str, question: str = "") -> list[str]:
    return [p.text for p in read_claims(answer, question)]


def frames(answer: str) -> list[str]:
    return [p.text for p in read_answer(answer) if p.frame]


@pytest.mark.parametrize(
    "frame",
    [
        "Here is what the articles say:",
        "Sure! Here's a summary:",
        "Based on the provided sources, the following is known:",
        "## The flood: what we know",
        "**Overview**\n\n---",
        "Let me know if you need more.",
        "I hope this helps!",
        "Would you like to hear more about the ford?",
        "Thank you for your question.",
        "If you have further questions, feel free to ask.",
        "Sources:\n[1] Corvane Wire, 4 March 2026, https://wire.example/a",
        "References\n1. https://wire.example/a",
        "[^1]: Corvane Wire",
        "[1] Corvane Wire, 4 March 2026",
        "Source: Corvane Wire, 4 March 2026",
        "Note: This answer is based only on the articles.",
        "You may want to check the town's website.",
    ],
)
def test_frames_claim_nothing(frame: str) -> None:
    assert texts(f"{frame}\n\nThe ford was shut.") == ["The ford was shut."] == texts(f"The ford was shut.\n\n{frame}")
    assert frames(f"The ford was shut.\n\n{frame}")


@pytest.mark.parametrize(
    "answer",
    [
        "# The mayor resigned on Sunday",  # a heading that claims
        "The mayor resigned on Sunday.\n---\nThe ford is shut.",  # a line of dashes makes no heading of the line above
        "Sources:\n\nThe mayor resigned on Sunday.",  # a claim that hides below a title
        "    The mayor resigned on Sunday.",  # indented, as code is
        "```\nThe mayor resigned on Sunday.\n```",
        "> The mayor resigned on Sunday.",
        "TL;DR: the mayor resigned on Sunday.",
        "If you count the days, the mayor resigned on Sunday.",
    ],
)
def test_nothing_that_is_claimed_is_left_out(answer: str) -> None:
    assert any("ayor resigned on Sunday" in text for text in texts(answer))


@pytest.mark.parametrize("text", ["In 2024 it was 5 < 6 and 7 > 3.", "1986. That was the year of the flood.", "4 * 5 * 6 is 120.", "The file is a_b_c.txt.", "It costs $5 & more."])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert " ".join(texts(text)) == text


def test_wrapped_lines_are_one_sentence_and_short_lines_are_not() -> None:
    wrapped = "The ford at Hrabin was shut on Monday after the flood, and the ferry to\nTarsk will carry cars until it opens again.\nThe mayor left."
    assert texts(wrapped) == [wrapped.split("\nThe")[0].replace("\n", " "), "The mayor left."]


@pytest.mark.parametrize("bullet", ["-", "*", "•", "a)", "1.", "2)", "–", "🔹", "✅", "1️⃣"])
def test_items_are_claims_with_the_line_above_them(bullet: str) -> None:
    parts = read_answer(f"Members of the council:\n{bullet} Ivo Kask, farmer [1]\n{bullet} Oona Vell, nurse [2]")
    assert [(p.text, p.cites, p.header) for p in parts if not p.frame] == [
        ("Ivo Kask, farmer", (1,), "Members of the council:"),
        ("Oona Vell, nurse", (2,), "Members of the council:"),
    ]
    assert parts[1].told == "Members of the council: Ivo Kask, farmer"


def test_an_item_without_a_line_above_answers_the_question() -> None:
    (claim,) = read_claims("- Repair the ford", "What must the town do?")
    assert claim.told == "What must the town do? Repair the ford"
    (claim,) = read_claims("- The town must repair the ford.", "What must the town do?")
    assert claim.told == "The town must repair the ford."


def test_an_item_with_a_list_of_its_own_is_its_header() -> None:
    answer = "- **Bus**\n  - The driver was hurt\n- **Lorry**\n  - The driver was not hurt"
    assert [(p.text, p.header, p.frame) for p in read_answer(answer)] == [
        ("Bus", "", True), ("The driver was hurt", "Bus", False), ("Lorry", "", True), ("The driver was not hurt", "Lorry", False),
    ]  # fmt: skip


TABLES = (
    "| Party | Seats |\n|---|--:|\n| **Harbour** | 48 [1] |\n| Land | 39 |",
    "<table><tr><th>Party</th><th>Seats</th></tr><tr><td>Harbour</td><td>48<sup>1</sup></td></tr><tr><td>Land</td><td>39</td></tr></table>",
)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_a_claim_with_its_header(table: str) -> None:
    first, second = read_claims(table)
    assert (first.text, first.cites, first.header, first.told) == ("Harbour | 48", (1,), "Party | Seats", "Harbour: seats 48")
    assert second.told == "Land: seats 39" and frames(table) == ["Party | Seats"]


def test_a_line_below_a_table_is_no_row() -> None:
    assert texts("| A | B |\n|--|--|\n| x | y |\nThe mayor left.") == ["x | y", "The mayor left."]


def test_html_is_text() -> None:
    answer = "<h2>The ford</h2><p>It was <b>shut</b> on Monday.<br>The mayor &amp; the council agreed.</p><script>x = 1</script>"
    assert texts(answer) == ["It was shut on Monday.", "The mayor & the council agreed."]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Yes.", "The ford was shut on Monday."),
        ("Yes [1].", "The ford was shut on Monday."),
        ("**No.**", "The ford was not shut on Monday."),
        ("No, it was not.", "The ford was not shut on Monday."),
        ("Yes, on Monday.", "Yes, on Monday."),
    ],
)
def test_yes_and_no_take_their_meaning_from_the_question(answer: str, told: str) -> None:
    (claim,) = read_claims(answer, "Was the ford shut on Monday?")
    assert claim.told.endswith(told)


def test_letters_are_composed() -> None:
    name = "Élodie Brénac left."
    assert texts(unicodedata.normalize("NFD", name)) == [name]


@pytest.mark.parametrize(
    "sentence",
    ["Der Bürgermeister ist am Sonntag zurückgetreten.", "Le maire a démissionné dimanche.", "Мэр ушёл в отставку.", "市長は日曜日に辞任した。", "Burmistrz zrezygnował i nie wróci do urzędu."],
)
def test_another_language_is_not_judged(sentence: str) -> None:
    (claim,) = read_claims(sentence)
    assert claim.foreign and claim.unjudged.startswith("language")


@pytest.mark.parametrize("sentence", ["Charles de la Tour and Ursula von der Brandt met in Los Altos.", "“Wir haben das nicht gewusst”, the mayor said.", "Oona Vell, farmer", "48"])
def test_foreign_names_and_quotations_are_english(sentence: str) -> None:
    assert not any(p.foreign for p in read_claims(sentence))


def test_a_text_as_one_claim() -> None:
    one = read_as_one("**The ford** was shut [1]. The mayor left [2].")
    assert (one.told, one.cites, one.unjudged) == ("The ford was shut. The mayor left.", (1, 2), "")
    assert read_as_one("Was it shut?").told == "Was it shut?"  # a claim that only asks is judged as it is


def test_sentences_that_the_splitter_joins_are_two() -> None:
    assert texts("The town is spending 88 million euros on cranes. Its mayor left.") == ["The town is spending 88 million euros on cranes.", "Its mayor left."]
