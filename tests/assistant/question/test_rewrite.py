"""What a question asks for, alone and behind others."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.assistant.question.rewrite import Message, rewrite_question
from onrecord.vectorstore.archive.filters import Filters
from onrecord.vectorstore.errors import BadInput

AS_OF = "2026-05-27"


def talked(*turns: str) -> list[Message]:
    return [Message("assistant" if n % 2 else "user", text) for n, text in enumerate(turns)]


@pytest.mark.parametrize(
    ("before", "asked", "resolved"),
    [
        (("Who commands the valley?", "General Ivo Kask commands it."), "And what did he say about the tanks?", "And what did Ivo Kask say about the tanks?"),
        (("What did Oona Vell deny?", "She denied what General Ivo Kask had claimed."), "Did she resign?", "Did Oona Vell resign?"),
        (("Who spoke first?", "Mary Holt spoke after John Birk."), "Why did he speak?", "Why did John Birk speak?"),
        (("How many tanks does Tolmara count?", "It counts 31."), "How many did they lose?", "How many did Tolmara lose?"),
        (("Where did the envoys meet in Marenholt?", "In the old customs house."), "Who else went there?", "Who else went Marenholt?"),
        (("Who counts the tanks?", "The Northern Command counts them. (Corvane Wire, 4 March 2026) [1]"), "How many did they lose?", "How many did Northern Command lose?"),
        (("What became of the bridge?", "Oona Vell denied it: “It stands.” (The Druva Post, 4 March 2026) [1]"), "Did she resign?", "Did Oona Vell resign?"),
        (("What did the mayor plan?", "Mayor Ilse Brand planned a wall."), "What became of her wall?", "What became of Ilse Brand's wall?"),
        (("Has Ivo Kask appealed?", "Oona Vell, for Kask, has."), "Who is his lawyer?", "Who is Ivo Kask's lawyer?"),
        (("Has Ivo Kask appealed?", "Yes.", "Who is his lawyer?", "John Birk."), "Did he resign?", "Did Ivo Kask resign?"),
        (("Who is Oona Vell?", "A clerk.", "Did she sing?", "I found nothing on this in your 9 articles. Closest: “First Brennland trains”."), "And her house?", "And Oona Vell's house?"),
        (("Who is Oona Vell?", "A clerk.", "Did she sing?", "Nothing here says that she sang. Closest: “First Brennland trains”."), "And her house?", "And Oona Vell's house?"),
        (("Who is Oona Vell?", "A clerk.", "Did she sing?", "The articles in this archive do not answer that. Nearest in the archive: “First Brennland trains”."), "And her house?", "And Oona Vell's house?"),
        (("Who was arrested?", "An interpreter was, for spying for Ishkara."), "What did the minister say about him?", "What did the minister say about him?"),
        (("Was Ivo Kask acquitted?", "He was."), "And John Birk?", "Was John Birk acquitted?"),
        (("How many people were evacuated?", "21."), "no, I meant the mayor's figure", "What about the mayor's figure?"),
    ],
)
def test_a_pronoun_takes_its_name(before: tuple[str, ...], asked: str, resolved: str) -> None:
    assert rewrite_question(asked, talked(*before), AS_OF).resolved == resolved


@pytest.mark.parametrize(
    "asked",
    ["How many people did the Oske flood kill?", "What about the doctor, what is her estimate of cases at St Ragna?", "Is it true that Kask resigned over the tanks?"],
)
def test_a_question_that_names_its_people_keeps_them(asked: str) -> None:
    question = rewrite_question(asked, talked("What did Oona Vell say about the harbour?", "Oona Vell praised it."), AS_OF)
    assert question.resolved == asked and "Vell" not in question.carried


def test_a_question_without_a_question_word_asks_what_the_one_before_asks() -> None:
    before = talked("How many people were evacuated?", "Some.")
    assert rewrite_question("no, I meant the mayor's figure", before, AS_OF).answer_type == rewrite_question("How many?").answer_type is not None
    assert {"people", "evacuated"} <= set(rewrite_question("no, I meant the mayor's figure", before, AS_OF).carried)
    assert rewrite_question("And John Birk?", talked("Who is Ivo Kask?", "A general."), AS_OF).kind == "who-is"


def test_a_new_person_ends_what_was_said_of_another() -> None:
    before = talked("What did Ivo Kask get?", "Six years.", "What about John Birk, the clerk?", "Nothing.")
    assert "Kask" not in rewrite_question("Was he acquitted?", before, AS_OF).carried


@pytest.mark.parametrize(("asked", "alone"), [("and who won the cup?", True), ("and what did she pay for it?", False), ("And Kask?", False), ("Why?", False)])
def test_a_new_topic_may_stand_alone(asked: str, alone: bool) -> None:
    question = rewrite_question(asked, talked("Was an interpreter arrested?", "Yes."), AS_OF)
    assert (question.alone is not None) == alone
    assert not question.alone or (question.alone.carried, question.alone.resolved) == ((), asked)


def test_a_question_that_stands_alone_carries_nothing() -> None:
    before = talked("What did Oona Vell say about the harbour?", "Oona Vell praised it.")
    assert rewrite_question("How many people did the Oske flood kill?", before, AS_OF).carried == ()
    assert rewrite_question("What did Ivo Kask say about the tanks?", before, AS_OF).carried == ()
    assert rewrite_question("How did he defend himself?", (), AS_OF).carried == ()


def test_a_fragment_takes_the_rest_of_the_question_before() -> None:
    violations = talked("How many violations did Tolmara count in June?", "Three.")
    july = rewrite_question("and in July?", violations, AS_OF)
    assert {"violations", "Tolmara", "count"} <= set(july.carried) and "June" not in july.carried
    assert july.timeframe and july.timeframe.since == "2025-07-01"
    other = rewrite_question("and Ishkara's count?", violations, AS_OF)
    assert "violations" in other.carried and "Tolmara" not in other.carried
    where = rewrite_question("Where?", talked("Who signed the ceasefire?", "Two ministers."), AS_OF)
    assert where.carried == ("signed", "ceasefire")


def test_speakers_go_on_and_change() -> None:
    before = talked("What did Oona Vell say about the budget?", "She praised it.")
    tanks, mayor = rewrite_question("And about the tanks?", before, AS_OF), rewrite_question("What about the mayor?", before, AS_OF)
    assert tanks.speaker and (tanks.speaker.name, tanks.speaker.topic) == ("Oona Vell", "tanks")
    assert mayor.speaker and (mayor.speaker.name, mayor.speaker.topic) == ("mayor", "the budget") and "Vell" not in mayor.carried
    he = rewrite_question("What did she say about the tanks?", before, AS_OF).speaker
    assert he and he.name == "Oona Vell"


def test_the_query_prefers_a_speaker_and_days_and_keeps_to_filters() -> None:
    query = rewrite_question("What did Oona Vell say about the tanks last week?", (), AS_OF).query(Filters(since="2026-01-01", publisher="Corvane Wire"))
    assert (query.speaker, query.topic, query.happened) == ("Oona Vell", "tanks", ("2026-05-18", AS_OF))
    assert (query.since, query.until, query.publisher) == ("2026-01-01", AS_OF, "Corvane Wire") and "last week" not in query.text
    assert rewrite_question("What happened?", (), AS_OF).query(Filters(until="2026-01-01")).until == "2026-01-01"


def test_an_excerpt_whose_origin_is_asked_for() -> None:
    excerpt = "General Ivo Kask claimed that more than 15 tanks had been destroyed in the valley"
    for asked in (f"Which article is this from: “{excerpt}”?", f'Where was this published? "{excerpt}"', f"What newspaper printed the following?\n{excerpt}", f"{excerpt}\nWhich outlet is this from?"):
        assert rewrite_question(asked, (), AS_OF).excerpt == excerpt
    for asked in ("Which outlet reported that “peace comes first” was said?", f"Who said “{excerpt}”?", "Which article of the treaty is this about?"):
        assert rewrite_question(asked, (), AS_OF).excerpt is None


@pytest.mark.parametrize(("text", "as_of"), [("", AS_OF), ("?!", AS_OF), ("x" * 2001, AS_OF), ("Who?", "tomorrow")])
def test_what_cannot_be_read(text: str, as_of: str) -> None:
    with pytest.raises(BadInput):
        rewrite_question(text, (), as_of)


def test_filters_are_days_in_order() -> None:
    for since, until in (("May", None), (None, "2026-02-30"), ("2026-03-02", "2026-03-01")):
        with pytest.raises(BadInput):
            Filters(since, until)


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_whatever_is_typed_is_read(text: str, before: list[str]) -> None:
    with suppress(BadInput):
        rewrite_question(text, talked(*before), AS_OF).query()


@pytest.mark.parametrize("piece", ["a", "and a ", "And ", "A-", "the x, ", "“a ", "what did a say ", "3 May and ", "it ", "which article is this from ", "it's "])
def test_long_questions_are_read_in_no_time(piece: str) -> None:
    long = (piece * 2000)[:1999]
    began = time.perf_counter()
    rewrite_question(long, talked(long, long, f"and {long}"[:2000], long), AS_OF)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("And what was on board?", "what was on board?"),
        ("Was it salvaged afterwards?", "Was it salvaged afterwards?"),
        ("And how many women?", "And how many women? ferry sank Oske"),
        ("Why?", "Why? ferry sank Oske"),
        ("Did the owner deny that?", "Did the owner deny that? ferry sank Oske"),
    ],
)
def test_the_reader_reads_a_whole_follow_up_as_it_is_and_a_fragment_with_the_topic(asked: str, read: str) -> None:
    assert rewrite_question(asked, talked("Which ferry sank off Oske?", "The Merrow sank."), AS_OF).read_text == read
