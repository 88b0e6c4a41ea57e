from assistant.answerability import ANSWERABLE, answerability
from assistant.evidence import choose
from assistant.question import rewrite_question
from assistant.score import Scored, Sentence
from assistant.turn import Assistant, answer_turn
from vectorstore.records import Article, Hit, Passage
from vectorstore.search import Query, search


def scored(text: str, score: float, *answers: str, cosine: float = 0.6, coverage: float = 0.6) -> Scored:
    hit = Hit(Passage(text, text, 1, 0, len(text), ((0, len(text)),)), Article(text, text, "News", 1), 0.0, ())
    return Scored(Sentence(hit, 0, len(text)), score, {"cosine": cosine, "coverage": coverage}, frozenset(answers))


def chosen(question: str, *sentences: Scored) -> list[str]:
    return [s.sentence.text for s in choose(rewrite_question(question), sentences)]


def test_a_sentence_far_below_the_best_is_not_served() -> None:
    assert chosen("Why did it fall?", scored("Rust ate the hangers.", 9.0), scored("A ferry sailed at noon.", 6.0)) == ["Rust ate the hangers."]


def test_another_figure_may_be_further_off_than_another_sentence() -> None:
    sentences = scored("The union counted 3,200.", 9.0, "3,200"), scored("Management spoke of some 1,900 people.", 6.5, "1,900")
    assert len(chosen("How many joined the strike?", *sentences)) == 2
    assert len(chosen("Why was there a strike?", *sentences)) == 1


def test_no_fact_is_served_twice() -> None:
    assert len(chosen("Why?", scored("Rust ate the hangers of the bridge.", 9.0), scored("The hangers of the bridge: rust ate them.", 8.9))) == 1


def test_what_resembles_nothing_is_not_answered() -> None:
    assert answerability([]) == 0.0
    assert answerability([scored("x", 1, cosine=0.15, coverage=0.2)]) < ANSWERABLE < answerability([scored("x", 1, cosine=0.6, coverage=0.7)])


def test_an_abstention_says_what_the_archive_does_hold(assistant: Assistant) -> None:
    answer = answer_turn(assistant, "Which telescope photographed the rings of Saturn?", as_of="2026-05-25").answer
    assert answer.status == "abstained" and "Nearest in the archive: “" in answer.text and not answer.citations


def test_each_hit_explains_its_rank(assistant: Assistant) -> None:
    hit = search(assistant.store, Query("Who runs the bridge inquiry?", "2026-05-25"), 1)[0]
    assert {"bm25", "cosine", "window", "fresh"} <= dict(hit.parts).keys() and hit.found_by
