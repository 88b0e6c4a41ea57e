"""The spaCy pipeline is loaded whole, or not at all."""

import pytest

from onrecord.assistant.language.parser import parser


def test_ctrl_c_while_the_model_is_looked_up_is_not_a_missing_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("spacy.util.importlib_metadata.distribution", interrupted)
    parser.cache_clear()
    try:
        nlp = parser()  # nothing asks there; spacy.load does, and says E050: no such model
    finally:
        parser.cache_clear()
    assert [s.text for s in nlp("Rain came.\nIt stayed.").sents] == ["Rain came.\n", "It stayed."]
