from pathlib import Path

import pytest

from onrecord.assistant.evidence.nameless import subject_named
from onrecord.assistant.evidence.newest import names_in
from onrecord.assistant.reader import Reader
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.ingest.pipeline import ingest
from onrecord.vectorstore.embedding.embedder import DEFAULT_MODEL
from onrecord.vectorstore.store import open_store


def ask(tmp_path: Path, question: str, *reports: tuple[str, str, str]) -> str:
    """The answer from reports, each with headline, day and text."""
    for n, (title, day, text) in enumerate(reports):
        (tmp_path / f"{n}.txt").write_text(f"Title: {title}\nDate: {day}\nPublisher: Outlet {n}\n\n{text}\n", "utf-8")
    with open_store(tmp_path / "home", DEFAULT_MODEL) as store:
        ingest(store, sorted(tmp_path.glob("*.txt")))
        store.catch_up()
        return answer_turn(Assistant(store, reader=Reader()), question, as_of="2026-05-25").answer.text


FIRST = ("Avalanche hits Narrow Pass", "2026-02-02", "At least three people died when an avalanche hit the Narrow Pass above Quorn on Sunday, the rescue service said.")
LATER = ("Quorn rescuers end their search", "2026-02-06", "Dogs and diggers left Quorn on Friday. The toll rose to 11, the rescue service said.\n\nNine helicopters had been in use.")


def test_a_toll_whose_event_only_the_headline_names_leads(tmp_path: Path) -> None:
    answer = ask(tmp_path, "How many people died in the avalanche at Quorn?", FIRST, LATER)
    assert answer.index("11") < answer.index("three")


def test_words_that_stand_in_small_letters_name_no_event() -> None:
    assert names_in("The Dockers Union met. The union of Quorn voted in Quorn.") == {"dockers", "quorn"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Mayor Tilda Roan opened the bridge on Monday.", "Tilda Roan"),
        ("Tilda Roan met the envoy, Peter Marsh.", ""),
        ("The company built it.", ""),
    ],
)
def test_he_is_the_subject_of_the_sentence_before_if_it_names_nobody_else(sentence: str, name: str) -> None:
    assert subject_named(sentence) == name


HOLDER = ("Quorn elects a mayor", "2026-02-02", "Tilda Roan was elected mayor of Quorn on Sunday.")
OTHER = ("Council debates the ferry", "2026-03-02", "The council of Quorn debated the ferry on Monday. Peter Marsh had opposed it before. Tilda Roan was away.")


def test_a_later_report_of_another_matter_does_not_lead(tmp_path: Path) -> None:
    assert ask(tmp_path, "Who is the mayor of Quorn now?", HOLDER, OTHER).splitlines()[0].startswith("Tilda Roan")


BRIDGE = ("Quorn bridge falls", "2026-01-10", "Six people were killed when the bridge at Quorn fell into the river on Friday, police said.")
BOTH = ("A hard winter", "2026-03-10", "Seven people died when the bridge fell in January, 19 in the flood that followed in February, police said.")
WATER = ("Flood in Quorn", "2026-02-10", "The flood killed at least nine people in Quorn, police said on Tuesday.")


def test_earlier_figures_are_of_the_same_event(tmp_path: Path) -> None:
    answer = ask(tmp_path, "How many people were killed by the flood in Quorn?", BRIDGE, WATER, BOTH)
    earlier = [line for line in answer.splitlines() if line.startswith("Earlier figures")]
    assert not any("Six" in line for line in earlier)


MEETING = ("Water board under fire", "2026-02-02", "Tilda Roan met the chairman, Peter Marsh, and two engineers on Monday. He said the gates at Quorn had been opened on time.")


def test_a_nameless_he_comes_with_the_sentence_that_names_somebody(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Were the gates at Quorn opened on time?", MEETING)
    assert "He said the gates" not in answer or "Peter Marsh" in answer


ACCUSED = (
    "Depot burns at Quorn",
    "2026-02-02",
    "The army and the rebels accused each other of setting fire to the grain depot at Quorn. Col. Anna Berger, the army's spokeswoman, said the rebels had set fire to the depot."
    " Peter Marsh, who speaks for the rebels, said the army had set fire to the depot.",
)


def test_who_did_it_is_told_by_both_who_accuse_each_other(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Who set fire to the grain depot at Quorn?", ACCUSED)
    assert "Berger" in answer and "Marsh" in answer
