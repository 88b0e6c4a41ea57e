"""Refusals are told from claims: whoever calls a claim a refusal lets it go unjudged. What a refusal tells besides is kept."""

import pytest

from onrecord.assistant.answer_text import read_claims
from onrecord.assistant.answer_text.frames import strip_frame
from onrecord.assistant.answer_text.refusals import read_refusal

REFUSALS = [
    # our own abstentions, of this release and older ones
    "I found nothing on this in your 51 articles.",
    "I found nothing on this in your one article.",
    "I found nothing on this in the articles that your filters leave.",
    "Closest: “Harbour bridge falls”, The Druva Courier, 20 May; “Why did it fall”.",
    "The articles in this archive do not answer that.",
    "Nearest in the archive: “Harbour bridge falls” (2026-05-20); “Why did it fall” (undated).",
    # others'
    "I don't know.",
    "I’m sorry, but I cannot find this in the provided documents.",
    "Sorry, I could not find an answer to that.",
    "I do not have enough information to answer.",
    "I have no information on that.",
    "The provided context does not mention who won.",
    "Based on the provided context, I cannot determine the year.",
    "The context contains no mention of the mayor.",
    "There is no information about this in the context.",
    "Not enough information.",
    "No information is available.",
    "It is not mentioned in the passages.",
    "The answer cannot be determined from the given context.",
    "None of the articles mention a date.",
    "Unanswerable",
    "We have found no relevant details.",
    "That is not clear from the passages.",
    "It isn't known.",
    "The answer is unknown.",
    # the sources lack it
    "Your sources are silent on the price.",
    "Neither article gives the name of the ferry.",
    "The excerpts leave open who paid.",
    "Nothing in these passages explains the delay.",
    "Who paid for the ferry is outside what these articles cover.",
    # the answerer lacks it
    "From these articles, I can't tell how old she is.",
    "I searched the passages for a date but came up empty.",
    "Whether he won is not something I can establish.",
    # information is lacking
    "The price isn't mentioned.",
    "No date is given.",
    "It is not stated whether they met.",
    "The length of the ferry is missing from the texts.",
    "It is impossible to say from the context who began.",
]
CLAIMS = [
    "The mayor said he does not know who did it.",
    "The documents do not mention the minister, prosecutors said.",
    "There is no evidence of sabotage, the inquiry said.",
    "There was no mention of a ceasefire in the speech.",
    "The ministry did not answer questions.",
    "Sources did not say when the talks would begin.",
    "Information was leaked on Tuesday.",
    "I have no plans to go.",
    "Closest to the quay stood a ferry that sank.",
    "Inspectors found nothing on this ship in their 12 visits.",
    "The bridge is not open.",
    "No data was lost in the breach.",
    "It was found.",
    "It was not found.",
    "That is clear.",
    "It can be determined from the context.",
    "I have enough information.",
    "We found relevant details.",
    "“I cannot answer that,” the mayor said.",
    "Divers could not find the ferry.",
    "According to the articles, nobody was hurt.",
    "He did not resign, as is stated in the articles.",
    "The contract does not say who pays.",
    "The police have not named the driver.",
    "The cause is not yet known, the fire chief said.",
    "None of the passengers was hurt.",
    "The court's documents do not mention a ransom.",
    "The price is mentioned.",
]


@pytest.mark.parametrize("sentence", REFUSALS)
def test_saying_that_there_is_no_answer_is_a_refusal(sentence: str) -> None:
    refusal = read_refusal(sentence)
    assert refusal.refuses and not refusal.told


@pytest.mark.parametrize("sentence", CLAIMS)
def test_what_claims_something_is_none(sentence: str) -> None:
    refusal = read_refusal(sentence)
    assert not refusal.refuses and refusal.told == sentence


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The articles do not say when, but the mayor was shot.", "The mayor was shot."),
        ("There is no information; the mayor fled.", "The mayor fled."),
        ("I cannot answer because the mayor was shot.", "The mayor was shot."),
        ("The sources don't give the price, but they say that the ferry sank.", "The ferry sank."),
        ("While the name of the ferry is missing from the passages, 12 people were saved.", "12 people were saved."),
        ("The price is not in the articles, only that the ferry sank.", "The ferry sank."),
        ("Beyond the fact that the ferry sank, the sources say nothing.", "The ferry sank."),
        ("It was founded in 1987, but by whom is not mentioned in the texts.", "It was founded in 1987."),
    ],
)
def test_a_sentence_may_refuse_and_tell(sentence: str, told: str) -> None:
    refusal = read_refusal(sentence)
    assert refusal.refuses and refusal.told == told


def test_a_pronoun_that_means_the_sources() -> None:
    first, second = read_claims("The sources name the captain, Ivo Kask. They do not say when he was born.")
    assert first.told and second.refuses and not second.told


def test_documents_that_the_question_asks_about_are_no_sources() -> None:
    sentence = "The documents do not mention Varga."
    assert read_refusal(sentence).refuses and read_refusal(sentence, question="Who paid Varga?").refuses
    assert not read_refusal(sentence, question="What do the documents show about Varga?").refuses
    assert read_refusal("The provided documents do not mention Varga.", question="What do the documents show about Varga?").refuses


def test_a_very_long_sentence_is_read_at_once() -> None:
    assert not read_refusal("no " * 5000).refuses


def test_what_is_told_after_a_refusal_is_a_claim_of_its_own() -> None:
    refuses, tells = read_claims("The articles do not give the price. They say only that the ferry sank.")
    assert refuses.refuses and not refuses.told and tells.told == "The ferry sank."


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Preis wird in den Quellen nicht genannt.",
        "Je ne peux pas répondre à cette question.",
        "Los textos no dicen quién pagó.",
        "Negli articoli non c'è il prezzo.",
        "Os artigos não dizem quem pagou.",
        "De bronnen vermelden de prijs niet.",
        "Artykuły nie podają ceny.",
        "Источники об этом не сообщают.",
        "У статтях про це не сказано.",
        "記事には値段が書かれていません。",
        "文章没有提到价格。",
        "لا تذكر المقالات السعر.",
    ],
)
def test_refusals_in_other_languages(sentence: str) -> None:
    (claim,) = read_claims(sentence)
    assert claim.refuses and not claim.told


@pytest.mark.parametrize(
    ("sentence", "judged"),
    [
        ("According to the provided context, the bridge is closed.", "The bridge is closed."),
        ("The article states that the bridge is closed.", "The bridge is closed."),
        ("I believe that the bridge is closed.", "The bridge is closed."),
        ("According to the mayor, the bridge is closed.", "According to the mayor, the bridge is closed."),
        ("According to the sources, the bridge is closed.", "According to the sources, the bridge is closed."),
        ("The documents show that the minister knew.", "The documents show that the minister knew."),
    ],
)
def test_that_the_context_says_it_is_no_part_of_a_claim(sentence: str, judged: str) -> None:
    assert strip_frame(sentence) == judged
