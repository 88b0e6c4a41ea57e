"""Whether a single sentence is English."""

import pytest

from onrecord.vectorstore.language import is_foreign


@pytest.mark.parametrize("text", ["Der Mann wurde am Sonntag gefunden.", "Il a été trouvé dimanche.", "El puente se abre en mayo.", "Мост закрыт.", "橋は閉鎖された。", "De brug is niet open."])
def test_other_languages_are_foreign(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize("text", ["The bridge is shut.", "Nobody was hurt.", "Ursula von der Brandt lives in Los Altos de la Cruz.", "48", "", "Petromar"])
def test_english_and_names_are_not(text: str) -> None:
    assert not is_foreign(text)


def test_a_short_text_has_the_language_around_it() -> None:
    assert is_foreign("Zwei Tote.", "Der Bürgermeister sagte, dass die Brücke nicht geöffnet wird. Zwei Tote.")
    assert not is_foreign("Oona Vell.", "The bridge is shut, and nobody was hurt. Oona Vell.")
