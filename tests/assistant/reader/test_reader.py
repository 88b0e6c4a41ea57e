"""The packaged reader: what it says of claims and questions, and that it says it again."""

import subprocess
import sys

import pytest

from onrecord.assistant.reader import Reader, make_reader
from onrecord.vectorstore.settings import Settings

FLOOD = (
    "The flood that swept through Tarnsund last week has now claimed 17 lives, Civil Protection said on Tuesday.",
    "Governor Jorvan Mekkel visited the town on Wednesday and promised new dykes.",
    "Schools will stay closed until Monday.",
)
COUNCIL = ("The council met on Friday.", "Its members argued about parking fees for three hours.")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(
    ("faithful", "faulty"),
    [
        ("Civil Protection put the death toll of the Tarnsund flood at 17.", "Civil Protection put the death toll of the Tarnsund flood at 71."),
        ("Mekkel came to the town on Wednesday and pledged new dykes.", "Mekkel refused to come to the town on Wednesday."),
        ("Pupils will not be back before Monday.", "Pupils went back to school on Monday."),
    ],
)
def test_a_faithful_claim_scores_above_its_faulty_twin(reader: Reader, faithful: str, faulty: str) -> None:
    right, wrong = reader.read_support(faithful, FLOOD), reader.read_support(faulty, FLOOD)
    assert right.supported > wrong.supported
    assert right.supported + right.contradicted + right.not_said == pytest.approx(1.0)


def test_a_passage_that_answers_scores_above_one_that_does_not(reader: Reader) -> None:
    own, other = reader.read_answers("How many people died in the flood at Tarnsund?", [("Flood toll rises", FLOOD), ("Council meets", COUNCIL)])
    assert own.answers > other.answers
    assert own.sentences.index(max(own.sentences)) == 0
    assert (len(own.sentences), len(other.sentences)) == (3, 2)


def test_the_span_is_a_piece_of_one_sentence(reader: Reader) -> None:
    (reading,) = reader.read_answers("How many people died in the flood at Tarnsund?", [("Flood toll rises", FLOOD)])
    assert reading.best_span
    sentence, span = reading.best_span
    assert "17" in FLOOD[sentence][span.start : span.end]
    assert len(reading.spans) == len(FLOOD)


def test_a_passage_reads_the_same_alone_and_beside_others(reader: Reader) -> None:
    question, passages = "Who promised new dykes?", [("", FLOOD), ("", COUNCIL), ("A headline", FLOOD[:1])]
    assert reader.read_answers(question, passages) == [reader.read_answers(question, [p])[0] for p in passages]


def test_another_process_reads_the_same(reader: Reader) -> None:
    code = f"from onrecord.assistant.reader import Reader; print(repr(Reader().read_support('Seventeen people died.', {FLOOD!r}).supported))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(other) == reader.read_support("Seventeen people died.", FLOOD).supported


def test_nothing_is_supported_by_nothing(reader: Reader) -> None:
    assert reader.read_support("Seventeen people died.", ()).supported == 0.0
    assert reader.read_support(" ", FLOOD).supported == 0.0


@pytest.mark.parametrize("odd", ["\x00", "\U0001f600" * 3, "a" * 50_000, "\u202e", "word " * 5_000])
def test_odd_texts_are_read(reader: Reader, odd: str) -> None:
    assert 0.0 <= reader.read_support(odd, (odd, *FLOOD)).supported <= 1.0
    assert reader.read_answers(odd, [(odd, (odd,))])


def test_a_setting_turns_it_off() -> None:
    assert make_reader(Settings(reader="off")) is None
    assert make_reader(Settings(reader="local")) is not None
