import pytest

from onrecord.ingest.facts.authors import author_names
from onrecord.ingest.facts.programs import is_person, is_title


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Oona Vell", ["Oona Vell"]), ("By Oona Vell and Per Kask", ["Oona Vell", "Per Kask"]), ("Vell, Oona", ["Oona Vell"]), ("Vell, Oona; Kask, Per", ["Oona Vell", "Per Kask"]),
        ("Oona Vell, Harbour Correspondent", ["Oona Vell"]), ("Oona Vell, Per Kask", ["Oona Vell", "Per Kask"]), ("Oona Vell, Staff Writer, and Per Kask", ["Oona Vell", "Per Kask"]),
        ("Oona Vell; Chief Political Editor", ["Oona Vell"]), ("Oona Vell in Tarsk", ["Oona Vell"]), ("Oona Vell | Druva Post", ["Oona Vell"]), ("van der Berg, Piet", ["Piet van der Berg"]),
        ("https://social.example/oonavell", []), ("admin", []), ("oona@druva.example", []), (["Oona Vell", "Per Kask"], ["Oona Vell", "Per Kask"]), ([{"name": "Oona Vell"}], ["Oona Vell"]),
        ("Oona Vell, Korrespondentin", ["Oona Vell"]), ("Oona Vell et Per Kask", ["Oona Vell", "Per Kask"]), ("Von Oona Vell", ["Oona Vell"]), ("Von der Leyen", ["Von der Leyen"]), (None, []),
        ("Corvane Wire", ["Corvane Wire"]), ("Mira Östlund and Danel Korvath, Corvane Wire", ["Mira Östlund", "Danel Korvath", "Corvane Wire"]),
    ],
)  # fmt: skip
def test_names_are_authors_and_jobs_are_not(written: object, names: list[str]) -> None:
    assert list(author_names(written)) == names


@pytest.mark.parametrize("account", ["Newsroom PC 3", "Administrator", "Microsoft Office User", "python-docx", "HP", "ovell", "Press Office", "user17", "Druva Media Team", "Owner"])
def test_an_account_is_no_author(account: str) -> None:
    assert not is_person(account)


@pytest.mark.parametrize("name", ["Oona Vell", "Oona M. Vell; Per Kask", "Jean-Luc O’Dell", "Đorđe Kešetović", "山田 太郎"])
def test_people_are(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(("title", "is_one"), [("Document1", False), ("Microsoft Word - release.docx", False), ("Vorlage Pressemitteilung", False), ("untitled", False), ("final_v3.docx", False), ("Harbour vote put off", True), ("A draft", True)])  # fmt: skip
def test_a_name_of_a_file_or_template_is_no_title(title: str, is_one: bool) -> None:
    assert is_title(title) == is_one
