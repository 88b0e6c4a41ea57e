from onrecord.assistant.language import titles


def test_a_title_and_its_short_form_name_each_other() -> None:
    assert titles.TITLE_FORMS["gen"] == "general" and titles.TITLE_FORMS["general"] == "gen"


def test_no_title_shows_both_genders() -> None:
    assert not titles.MALE_TITLES & titles.FEMALE_TITLES
    assert titles.TITLE_GENDER["mrs."] == titles.TITLE_GENDER["mrs"] == "f"


def test_variants_differ_as_their_names_say() -> None:
    assert "ambassador" in titles.OFFICES - titles.LONG_HONORIFICS
    assert "dr" in titles.SHORT_HONORIFICS and "doctor" not in titles.OFFICES
    assert "coach" in titles.QUESTION_TITLES - titles.OFFICES
