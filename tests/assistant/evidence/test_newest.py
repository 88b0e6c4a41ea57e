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


FIRST = ("Avalanche hits Narrow Pass", "2026-02-02", "At least three skiers died when an avalanche hit the Narrow Pass above Quorn on Sunday, the rescue service said.")
LATER = ("Quorn rescuers end their search", "2026-02-06", "Dogs and diggers left Quorn on Friday. The toll rose to 11, the rescue service said.\n\nNine helicopters had been in use.")


def test_a_toll_whose_event_only_the_headline_names_leads(tmp_path: Path) -> None:
    answer = ask(tmp_path, "How many people died in the avalanche at Quorn?", FIRST, LATER)
    assert answer.index("11") < answer.index("three skiers")


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
