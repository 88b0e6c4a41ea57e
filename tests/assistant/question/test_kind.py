import pytest

from onrecord.assistant.question.kind import asked_name, compared_sides, read_kind


@pytest.mark.parametrize(
    "text",
    [
        "What happened at Hrabin Ford?",
        "hrabin ford, what happened there",
        "Can you sum up how the trial went?",
        "Give me a quick rundown of the strike.",
        "Tell me about the flood in Tarnsund.",
    ],
)
def test_a_question_that_wants_an_account(text: str) -> None:
    assert read_kind(text) == "summary"


@pytest.mark.parametrize(
    "text",
    [
        "Who fired first?",
        "What happened next?",
        "How many died in Tarnsund?",
        "Who brokered the ceasefire between Tolmara and Ishkara?",
        "How many died between January and March?",
        "What did the summary say?",
    ],
)
def test_a_question_that_wants_a_fact(text: str) -> None:
    assert read_kind(text) == "fact"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who has more tanks, Tolmara or Ishkara?", ("Tolmara", "Ishkara")),
        ("Whose offer was higher, Oona Vell's or the Castrine Ledger's?", ("Oona Vell", "Castrine Ledger")),
        ("How do the tolls differ between Tarnsund and Druva?", ("Tarnsund", "Druva")),
        ("Compare Vell with Roe on the budget.", ("Vell", "Roe")),
        ("Who counted more ships, the union or the harbour master?", ("union", "harbour master")),
        ("Which was larger, the claim of Oskelines or of the League?", ("Oskelines", "League")),
        ("How many more ships did Oskelines count than the police?", ("Oskelines", "police")),
        ("How did the damage differ between the guild and the board in June?", ("guild", "board")),
        ("How do the Lake Institute and the rescue service differ on the depth?", ("Lake Institute", "rescue service")),
        ("How did the union's count differ from the company's?", ("union's count", "company")),
        ("How does the cost according to the ministry compare with what Rivers First says?", ("ministry", "Rivers First")),
    ],
)
def test_a_question_that_compares_two_names(text: str, names: tuple[str, str]) -> None:
    assert (read_kind(text), compared_sides(text)) == ("compare", names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Who is Jana Ritvel?", "Jana Ritvel"),
        ("who's jana ritvel again", "jana ritvel"),
        ("Jana Ritvel — who is she?", "Jana Ritvel"),
        ("Remind me who Jana Ritvel is", "Jana Ritvel"),
        ("Who was Jana Ritvel and what is she known for?", "Jana Ritvel"),
        ("Who is the mayor?", ""),
        ("who is prime minister", ""),
        ("Who was acquitted?", ""),
        ("who was charged with murder", ""),
        ("Who is Ritvel's successor?", ""),
    ],
)
def test_who_somebody_is(text: str, name: str) -> None:
    assert asked_name(text) == name and (read_kind(text) == "who-is") == bool(name)


@pytest.mark.parametrize("text", ["What's the latest on the strike?", "whats the current status of the ceasefire", "Any news about the inquiry?", "Where do the talks stand?"])
def test_a_question_that_wants_the_latest_report(text: str) -> None:
    assert read_kind(text) == "latest"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Did Roe or Vell resign?", "yes-no"),
        ("so is the bridge open again", "yes-no"),
        ("Isn't the mayor in custody?", "yes-no"),
        ("Why did the bridge fall?", "why"),
        ("how come the sirens were silent", "why"),
        ("What caused the blaze?", "why"),
        ("How did they get across?", "how"),
        ("how fast was the train", "fact"),
        ("Which parties signed the deal?", "list"),
        ("Which medicines are in short supply?", "list"),
        ("Name the three candidates.", "list"),
        ("Which party won?", "fact"),
        ("which charges was he tried on", "list"),
        ("Which people were hurt?", "list"),
        ("Which bus was hit?", "fact"),
        ("Is the bridge longer than the tunnel?", "yes-no"),
        ("Give me a timeline of the strike", "timeline"),
        ("How did the toll change between Friday and Monday?", "timeline"),
        ("For a timeline I need the day of the vote", "fact"),
    ],
)
def test_each_form_by_its_words(text: str, form: str) -> None:
    assert read_kind(text) == form
