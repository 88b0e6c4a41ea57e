import pytest

from onrecord.ingest.documents import Source
from onrecord.ingest.extract import extract
from onrecord.ingest.formats.mojibake import mend
from onrecord.vectorstore.model import Article, Removed

MEANT = "“Nobody asked us”, said Oona Vell’s brother in the café on Tuesday, and paid €4."


def twice(text: str) -> str:
    return text.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")


def test_characters_that_were_decoded_twice_are_mended_and_the_line_is_recorded() -> None:
    damaged = twice(MEANT)
    assert damaged.startswith("â€œNobody")
    assert mend(f"It rained.\n{damaged}") == (f"It rained.\n{MEANT}", (Removed("decoded-twice", damaged),))


@pytest.mark.parametrize("text", [MEANT, "Âge, Ångström, naïve, “Où?”", "Ελλάδα και Россия", "L’Île-d’Âme – 5 °C, 10 ½", ""])
def test_what_is_right_stays(text: str) -> None:
    assert mend(text) == (text, ())


def test_an_article_says_what_was_mended() -> None:
    article = extract(Source("here", "1", "text", f"{twice(MEANT)}\n{'It rained in Druva. ' * 5}", facts={"title": twice("The café’s end")}))
    assert isinstance(article, Article)
    assert (article.title, article.text.split("\n")[0]) == ("The café’s end", MEANT)
    assert [r.rule for r in article.removed] == ["decoded-twice"]
