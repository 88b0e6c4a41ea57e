import re
from dataclasses import replace
from itertools import pairwise

import pytest

from onrecord.assistant.attribution import Span, extract_statements
from onrecord.assistant.evidence.answerability import estimate_answerability
from onrecord.assistant.evidence.choose import choose_about, choose_compared, choose_reasons, choose_sentences, is_about, those_that_bear
from onrecord.assistant.evidence.model import Evidence, Scored, Sentence
from onrecord.assistant.evidence.select import in_turn, make_evidence, prefer_days, prefer_state, prefer_unseen, without_shown_again
from onrecord.assistant.evidence.tuning import EVIDENCE_TUNING
from onrecord.assistant.question.rewrite import rewrite_question
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.evals.suite.load import newsroom_cases
from onrecord.vectorstore.archive import Filters, count_articles
from onrecord.vectorstore.model import Article, Hit, Passage
from onrecord.vectorstore.search.search import Query, search


def scored(text: str, score: float, *answers: str, cosine: float = 0.6, coverage: float = 0.6) -> Scored:
    hit = Hit(Passage(text, text, 1, 0, len(text), ((0, len(text)),)), Article(text, text, "News", 1), 0.0, ())
    return Scored(Sentence(hit, 0, len(text)), score, {"cosine": cosine, "coverage": coverage}, frozenset(answers))


def chosen(question: str, *sentences: Scored) -> list[str]:
    return [s.sentence.text for s in choose_sentences(rewrite_question(question), sentences)]


def test_a_sentence_far_below_the_best_is_not_served() -> None:
    assert chosen("Why did it fall?", scored("Rust ate the hangers.", 9.0), scored("A ferry sailed at noon.", 6.0)) == ["Rust ate the hangers."]


def test_another_figure_may_be_further_off_than_another_sentence() -> None:
    sentences = scored("The union counted 3,200.", 9.0, "3,200"), scored("Management spoke of some 1,900 people.", 6.5, "1,900")
    assert len(chosen("How many joined the strike?", *sentences)) == 2
    assert len(chosen("Why was there a strike?", *sentences)) == 1


def read(text: str, logit: float, *answers: str, coverage: float = 0.6) -> Scored:
    return replace(scored(text, 9.0, *answers), parts={"words": 9.0, "sentence_read": logit, "coverage": coverage})


def test_beside_a_sentence_that_surely_answers_only_others_that_answer_are_served() -> None:
    why, extra = "Why did it fall?", read("The bridge was built in 1931.", -1.0)
    assert chosen(why, read("Rust ate the hangers.", 3.0), extra) == ["Rust ate the hangers."]
    assert len(chosen(why, read("Rust ate the hangers.", 0.0), extra)) == 2
    assert len(chosen(why, read("Rust ate the hangers.", 0.9), read("The bridge was built in 1931.", -1.2))) == 1
    assert len(chosen(why, read("Rust ate the hangers.", 3.0), read("A barge had hit the pier.", 2.0))) == 2


def test_beside_a_better_sentence_one_with_few_of_the_questions_words_is_not_served() -> None:
    best, other = read("Rust ate the hangers.", 0.0), "A barge had hit the pier."
    assert [len(chosen("Why did it fall?", best, read(other, -0.5, coverage=c))) for c in (0.2, 0.5)] == [1, 2]
    assert len(chosen("Why did it fall?", best, read(other, 0.5, coverage=0.2))) == 2  # it is read better
    assert len(chosen("What did Roe say about the fall?", best, read(other, -0.5, coverage=0.2))) == 2  # what somebody says has words of its own
    counted = read("The union counted 3,200.", 0.0, "3,200")
    assert len(chosen("How many joined the strike?", counted, read("Management spoke of 1,900.", -0.5, "1,900", coverage=0.0))) == 2


def test_beside_a_sentence_with_the_day_one_without_a_day_is_not_served() -> None:
    day = read("The bridge fell on 17 February.", 0.0, "17 February")
    assert len(chosen("On what date did the bridge fall?", day, read("It fell in the rush hour, to the dismay of all.", -0.5))) == 1
    assert len(chosen("On what date did the bridge fall?", day, read("A crane had fallen on 3 May, too.", -0.5, "3 May"))) == 2


def test_no_fact_is_served_twice() -> None:
    assert len(chosen("Why?", scored("Rust ate the hangers of the bridge.", 9.0), scored("The hangers of the bridge: rust ate them.", 8.9))) == 1


def test_a_reason_leads_where_it_is_asked_for() -> None:
    fall, reason = scored("The bridge of Odwell fell in May.", 9.0), scored("Engineers blamed rust in the hangers.", 8.0)
    served = [s.sentence.text for s in choose_reasons(rewrite_question("Why did the bridge fall?"), [fall, reason])]
    assert served[0] == "Engineers blamed rust in the hangers."
    handed = scored("A unit from Perrin has taken over the case.", 8.0)
    assert choose_reasons(rewrite_question("Why did the bridge fall?"), [fall, handed])[0] is fall


def test_a_role_that_names_its_body_leads() -> None:
    owned, full = scored("The board's chief, Ilka Roe, was absent.", 9.0), scored("Oske Water Board director Ilka Roe denied it on Monday.", 8.0)
    assert choose_about(rewrite_question("Who is Ilka Roe?"), [owned, full])[0] is full


def test_both_sides_are_served_where_a_side_is_no_name() -> None:
    police, board, other = scored("The harbour police counted 40 boats.", 9.0), scored("The water board counted 70 boats.", 6.0), scored("Boats sank in the harbour.", 8.5)
    served = choose_compared(rewrite_question("How did the count differ between the harbour police and the water board?"), [police, other, board])
    assert police in served and board in served


def test_a_report_is_about_a_matter_if_its_head_has_all_words() -> None:
    question = rewrite_question("What happened in the bakers' walkout?")
    assert is_about(question, Article("a", "Bakers in Odwell shut their shops.", "Bakers join walkout", 1))
    assert not is_about(question, Article("b", "Miners in Odwell went home.", "Miners join walkout", 1))


def test_of_two_questions_the_first_has_fewer_sentences() -> None:
    sentences = [scored(text, 9.0) for text in ("Rust ate the hangers.", "A ferry sailed at noon.", "Nobody heard the siren.")]
    assert len(chosen("What did the inquiry find and who was on the ferry?", *sentences)) == EVIDENCE_TUNING.max_of_two


def sure(question: str, *sentences: Scored, as_of: str | None = None) -> float:
    return estimate_answerability(rewrite_question(question, as_of=as_of), [s.sentence.hit for s in sentences], sentences)


def test_what_resembles_nothing_is_not_answered() -> None:
    assert sure("Why did it fall?") == 0.0
    assert sure("Why did it fall?", scored("x", 1, cosine=0.15, coverage=0.2)) < EVIDENCE_TUNING.min_answerability < sure("Why did it fall?", scored("x", 1, cosine=0.6, coverage=0.7))


@pytest.mark.parametrize("question", ["How many died?", "How old is she?", "How much did it cost?", "When did it open?", "What percentage went?"])
def test_a_figure_that_no_sentence_holds_makes_it_less_sure(question: str) -> None:
    assert sure(question, scored("Many.", 1)) < sure(question, scored("Many.", 1), scored("It was 12.", 0.5, "12")) == sure("Why?", scored("Many.", 1))


def test_a_number_does_not_answer_how_old(assistant: Assistant) -> None:
    assert answer_turn(assistant, "How old is Daoud Khasmiri?", as_of="2026-05-25").answer.status == "abstained"


@pytest.mark.parametrize(
    "question", ["Who won the Velmaran Cup {}?", "How many prisoners did Tolmara and Ishkara exchange {}?", "What did the Littoral Union impose on people and companies {}?"]
)
def test_what_was_written_before_the_time_that_is_named_does_not_tell_what_happened_in_it(assistant: Assistant, question: str) -> None:
    assert answer_turn(assistant, question.format("last week"), as_of="2026-11-24").answer.status == "abstained"
    assert answer_turn(assistant, question.format("this spring"), as_of="2026-11-24").answer.status != "abstained"
    assert answer_turn(assistant, question.format("since January"), as_of="2026-05-25").answer.status != "abstained"


def test_undated_articles_may_be_of_the_time_that_is_named() -> None:
    undated = scored("Rust ate the hangers.", 1)
    assert sure("Why did it fall last week?", undated, as_of="2026-05-25") == sure("Why did it fall?", undated, as_of="2026-05-25") > 0


def test_an_old_archive_is_answered_from_all_the_same(assistant: Assistant) -> None:
    """Asked today, years after: age alone refuses nothing."""
    questions = [c.question for c in newsroom_cases() if c.kind in ("fact", "number")][::2]
    answered = [answer_turn(assistant, q, as_of="2031-01-01").answer.status != "abstained" for q in questions]
    assert len(questions) > 15 and sum(answered) >= 0.8 * len(questions)


def test_an_abstention_says_what_the_archive_does_hold(assistant: Assistant) -> None:
    answer = answer_turn(assistant, "Which telescope photographed the rings of Saturn?", as_of="2026-05-25").answer
    assert answer.status == "abstained" and not answer.citations
    assert answer.text.startswith(f"I found nothing on this in your {count_articles(assistant.store.archive)} articles. Closest: “")
    assert answer.nearest and all(f"“{a.title}”, {a.publisher}" in answer.text for a in answer.nearest)


def test_an_abstention_of_a_narrowed_question_does_not_claim_to_have_searched_everything(assistant: Assistant) -> None:
    question, filters = "Which telescope photographed the rings of Saturn?", Filters(publisher="Corvane Wire")
    assert answer_turn(assistant, question, filters=filters).answer.text.startswith("I found nothing on this in the articles that your filters leave.")


def test_each_hit_explains_its_rank(assistant: Assistant) -> None:
    hit = search(assistant.store, Query("Who runs the bridge inquiry?", "2026-05-25"), 1)[0]
    assert {"bm25", "cosine", "window", "fresh"} <= dict(hit.parts).keys() and hit.found_by


def test_what_was_shown_leads_only_where_it_answers_best() -> None:
    best, other = scored("Rust ate the hangers.", 9.0), scored("A barge hit the pier.", 8.5)
    both = "Rust ate the hangers. [1]\nA barge hit the pier. [2]"
    asked, more = (replace(rewrite_question(q), shown=shown) for q, shown in (("Why did it fall?", both), ("What else did it?", "Rust ate the hangers. [1]")))
    assert without_shown_again(both, prefer_unseen(asked, [best, other])) == [replace(best, score=6.0)]
    assert prefer_unseen(more, [best, other]) == [other]


def test_a_month_does_not_tell_on_what_date() -> None:
    month, day = scored("It fell in May.", 9.0), scored("It fell on Monday, 4 May.", 7.0)
    assert rewrite_question("On what date did it fall?").asks_for_day and not rewrite_question("When did it fall?").asks_for_day
    assert prefer_days([month, day])[0] == day


@pytest.mark.parametrize(
    ("question", "other", "answer"),
    [
        ("How many of the crew got off the Alder alive?", "The Alder carried 14 crew.", "Six were rescued by a trawler."),
        ("How many people survived the avalanche?", "The avalanche hit a group of 11 people.", "Four were dug out alive."),
        ("How many people died at Gullrock?", "Some 300 people were at Gullrock.", "The toll has risen to five."),
        ("How many were injured in the crush?", "The crush began among 2,000 fans.", "At least 40 were taken to hospital."),
    ],
)
def test_a_count_of_another_state_does_not_lead(question: str, other: str, answer: str) -> None:
    asked = rewrite_question(question)
    assert prefer_state(asked, [scored(other, 9.0), scored(answer, 8.0)])[0].sentence.text == answer


def test_a_figure_of_no_state_is_asked_for_as_before() -> None:
    sentences = [scored("The Alder carried 14 crew.", 9.0), scored("Six were rescued by a trawler.", 8.0)]
    assert prefer_state(rewrite_question("How many crew did the Alder carry?"), sentences) == sentences


def sentences_of(article: Article) -> list[Sentence]:
    """Its sentences, all in one passage."""
    ends = [m.end() for m in re.finditer(r"\.(?= |$)", article.text)]
    spans = tuple((article.text.index(article.text[start:end].lstrip()), end) for start, end in pairwise([0, *ends]))
    hit = Hit(Passage("p", article.article_id, 1, 0, len(article.text), spans), article, 0.0, ())
    return [Sentence(hit, start, end) for start, end in spans]


def test_the_second_sentence_of_a_report_bears_on_what_its_first_is_about() -> None:
    article = Article("a", "Two bombs struck the Market Hall in Odwell. At least 20 people were killed. The town lies on the Sarn.", "Bombs in Odwell", 1)
    sentences = sentences_of(article)
    about, other = rewrite_question("What happened at the Market Hall in Odwell?"), rewrite_question("What happened at the Odwell library?")
    assert those_that_bear(about, article, sentences) == sentences[:2]
    assert those_that_bear(other, article, sentences) == sentences[:1]


def test_what_is_served_just_before_does_not_come_with_a_sentence_again() -> None:
    article = Article("a", "Ilsa Orn was stabbed in Odwell. She died on Sunday.", "", 1)
    first, second = (Scored(s, 1.0, {}, frozenset()) for s in sentences_of(article))

    def make(s: Scored, bounds: Span | None) -> Evidence:
        return Evidence(article, bounds.start if bounds else 0, s.sentence.end, 1.0, {}, None)  # "She" comes with the sentence that names her

    assert [e.text for e in in_turn([first, second], make)] == ["Ilsa Orn was stabbed in Odwell.", "She died on Sunday."]
    assert [e.text for e in in_turn([second], make)] == [article.text]
    assert [e.text for e in in_turn([second, first], make)] == [article.text]


def test_what_the_outlet_adds_is_not_credited_to_the_speaker_of_the_sentence_before() -> None:
    article = Article("a", "Ilsa Orn, the mayor, announced that the council would withdraw the toll on Odwell bridge. This was one of five demands of the hauliers.", "", 1)
    first, second = (Scored(s, 1.0, {}, frozenset()) for s in sentences_of(article))
    statements = extract_statements(article.text)
    served = in_turn([first, second], lambda s, bounds: make_evidence(s, statements, bounds))
    assert [(e.start, e.speaker) for e in served] == [(0, "Ilsa Orn"), (second.sentence.start, None)]


def test_a_sentence_that_ends_a_quotation_comes_with_its_beginning() -> None:
    article = Article("a", "“The hull was weak. It broke at noon,” Ilsa Orn said.", "", 1)
    first, second = (Scored(s, 1.0, {}, frozenset()) for s in sentences_of(article))
    evidence = [Evidence(article, 0, end, 1.0, {}, None) for end in (first.sentence.end, len(article.text))]
    assert [e.start for e in in_turn([first, second], lambda s, _: evidence[s is second])] == [0], "the half of a quotation is not served"
