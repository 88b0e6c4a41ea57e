"""The tuned numbers of the evidence stage. Each has its unit, its effect, its origin, and the command that shows the effect.

"by hand" means that the number was set by hand and not measured separately. `make eval` and `make bench-retrieval` show the effect of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


def _score_weights() -> Mapping[str, float]:
    """Score points per unit of each part. They are rounded by hand from a fit on the newsroom's questions (`make eval`).

    `fresh` was chosen on realtimeqa_2025 (`make bench-retrieval`), like the weights of `onrecord.vectorstore.search`.
    """
    return {
        "coverage": 6.0,  # 0…1, share of the question's weighted words in the sentence; see `coverage_beside`
        "cosine": 8.0,  # -1…1, cosine of the question and the sentence, which is embedded within its passage
        "passage": 0.2,  # search score of its passage minus that of the best passage, so at most 0
        "kind": 0.3,  # 0 or 1, whether it has something of the asked kind
        "agreed": 0.5,  # 0…1, votes for its answer, relative to the answer with most votes
        "fresh": 1.5,  # 0…1, closeness of its article's day to the day of the question, or to the time that the question names
        "asks": -1.0,  # 0 or 1, whether the sentence is a question itself
    }


def _read_weights() -> Mapping[str, float]:
    """Score points per logit of what the reader says. Fitted on 1,059 questions about held-out articles (`make bench-reader`)."""
    return {
        "sentence_read": 1.2,  # whether the sentence answers
        "span_read": 0.15,  # the likeliest answer within the sentence
        "passage_read": 0.05,  # whether its passage answers
    }


@dataclass(frozen=True)
class EvidenceTuning:
    """The instance `EVIDENCE_TUNING` is used everywhere. An eval result records it as a version."""

    # scoring.py: how well a sentence answers
    score_weights: Mapping[str, float] = field(default_factory=_score_weights)
    coverage_beside: float = 0.6  # 0…1, weight of a question word that only the passage or headline has; newsroom questions, `make eval`
    carried_weight: float = 0.5  # factor on the weight of a word that comes from the conversation; by hand, `make bench-questions`
    vote_damping: float = 0.15  # lowers the votes for an answer, per sentence that has it: a name that is everywhere is no answer; by hand

    # reading.py: the reader's part of a sentence's score. By hand where nothing else is said
    passages_deeply_read: int = 6  # passages that the reader reads first; each costs about 15 ms on two cores
    passages_read_on: int = 5  # passages that it then reads of the article that it found best
    max_read_logit: float = 8.0  # its logits are cut at plus and minus this; a passage that is not read counts as minus this
    words_weight: float = 1.0  # of the score by words and meaning
    read_weights: Mapping[str, float] = field(default_factory=_read_weights)
    articles_read_on: int = 3  # best articles of which other passages are candidates too; by hand
    neighbours: int = 8  # such passages of each, the nearest to the found one first; by hand
    read_on_cost: float = 1.0  # search score of a neighbouring passage below that of the found one; by hand

    # select.py: which sentences are evidence
    passages_read: int = 12  # hits read sentence by sentence; one fewer changes no figure of `make eval` (tests/evals/test_regressions.py)
    min_name_beginning: int = 4  # letters by which a name of the question is found in an article; by hand
    max_sentences: int = 3  # sentences of an answer, not counting those that contradict it; by hand
    min_second: float = -1.2  # logit of a sentence for the second of two questions, from which it is served; by hand
    max_of_two: int = 2  # sentences for the first of two questions; by hand
    max_listed: int = 4  # the same for a question that asks for several things; by hand
    max_score_gap: float = 1.8  # a sentence with a score further below the best is dropped; by hand, `make eval`
    max_read_gap: float = 3.5  # the same where the reader reads: of the two scores, the further one is 5 times less likely to answer; by hand
    sure_answer: float = 1.0  # logit of the best sentence from which it surely answers: .72 of such do (647 held-out questions)
    min_beside: float = 1.0  # logit from which a sentence is served beside such a one; of those between -2 and 1, 1 of 10 answers
    max_beside_gap: float = 2.0  # logits; where the best does not surely answer, one that is further below it is not served (647 held-out questions: .72 right instead of .75 without both limits, .47 instead of .43 of the sentences answer)
    min_beside_coverage: float = 0.35  # 0…1, coverage of the question from which a sentence is served beside one that is read better; of 24 below it that the newsroom's questions served, 3 were gold
    max_account_gap: float = 1.5  # an account uses reports whose search score is at most this far below the best report's; by hand
    max_account: int = 4  # sentences of an account; by hand
    min_account: int = 2  # sentences that tell of a single report; if fewer answer, the next of its opening is told too; by hand
    min_summary: int = 3  # the same for a summary, which begins with so many sentences of the opening; by hand, `python -m onrecord.evals.bench.kinds`
    max_latest: int = 2  # reports that tell the latest; by hand
    max_account_read_gap: float = 4.0  # logits; a report whose best-read passage is further below that of the best sentence is left out; by hand
    opening_length: int = 400  # code points of an article that are its opening; by hand
    min_telling: float = 0.0  # logit of the reader from which a sentence belongs to an account; by hand
    reason_bonus: float = 2.0  # score points of a sentence with a word for a reason, if the question asks why; by hand, `python -m onrecord.evals.bench.kinds`
    max_about_gap: float = 8.0  # a sentence that names the person asked about may have a score so far below the best such sentence; by hand
    compared_candidates: int = 6  # best sentences about each of two compared names that are tried; by hand
    alike_weight: float = 12.0  # score points if the sentences about two compared names have the same words beside the names; by hand
    roles_read: int = 8  # best sentences about a person that are searched for the person's role; each is parsed; by hand
    full_role: int = 4  # words of a role from which a longer one is not better: "chairwoman", "chairwoman of the guild"; by hand
    min_small_letters: float = 0.5  # 0…1, share of an opening's words that begin with a small letter; a line of names and dates has fewer; by hand
    min_opening_words: int = 6  # words of a sentence that opens a report; a shorter line is a date or a place; by hand
    min_next_words: int = 3  # words of a sentence that goes on after it: "He died today."; by hand
    other_figure_bonus: float = 1.0  # score points for a figure that no chosen sentence has, if the question asks for one; by hand, `make eval`
    same_fact_overlap: float = 0.6  # 0…1, share of common words that makes two sentences state the same fact; by hand
    max_rival_gap: float = 5.0  # a contradicting sentence with a score further below the best is dropped; by hand, `make eval` (conflict_shown)
    max_rival_read_gap: float = 5.0  # logits of the reader; a contradicting sentence that is further below the best is dropped; by hand
    min_rival_read: float = -1.5  # logit of the reader, from which a sentence may contradict however few of the question's words it has; by hand
    max_neighbours: int = 6  # sentences beside a chosen one that may contradict it; by hand
    max_replaced: int = 6  # earlier figures of an answer; by hand
    max_rivals: int = 2  # contradicting sentences that may be added to `max_sentences`; by hand
    asked_speaker_bonus: float = 1.5  # score points for words of the speaker asked for; by hand, `make bench-questions`
    no_day_cost: float = 4.0  # score points of a sentence without a day, if the question asks on what date; by hand
    other_state_cost: float = 2.0  # score points of a sentence that counts neither dead nor hurt, if the question asks for these; by hand
    shown_cost: float = 3.0  # score points of a sentence that the conversation has shown already; by hand
    max_nearest: int = 3  # articles that an abstention names; by hand
    max_nearest_gap: float = 2.0  # an article whose best passage has a search score further below the best is not named; by hand

    min_headline: float = 6.0  # logits of the first and the last token of the likeliest answer, from which it stands alone above the sentences
    min_headline_sentence: float = 1.0  # logit of its sentence, from which it does; on 299 held-out questions .60 are right where it is met, .51 without it
    max_headline: int = 80  # code points of such an answer; a longer one is read in its sentence; by hand

    max_list_headline: int = 140  # the same where the answer is a list, which is read item by item; by hand

    # accusations.py: who did it, where two sides accuse each other; by hand
    accusing_sentences: int = 14  # best sentences that are searched for their claims
    min_accusing: float = -3.0  # logit from which a sentence says who did it
    min_accusing_span: float = -2.0  # logits of the first and the last token of whom it accuses
    min_finding_span: float = 4.0  # the same for the sentence of a newer report that says who did it
    finding_coverage: float = 0.75  # 0…1, coverage of the question by such a sentence

    # newest.py: later reports of the event. By hand on the first half of the stories of `python -m onrecord.evals.bench.updates`
    newer_passages: int = 12  # passages of later reports that are looked for by words
    newer_reports: int = 3  # later reports that are read, the newest first
    newer_sentences: int = 8  # sentences of each that are read; each costs about 5 ms
    min_shared_names: int = 2  # names of the found report's headline and sentence that a later report has, if it lacks one of the question's
    max_event_days: int = 120  # days after the found report in which a count of persons is still of the same event
    min_newer_read: float = -1.5  # logit from which a sentence answers that is read alone under the headline of another report
    min_newer_span: float = 7.5  # logits of the first and the last token of its likeliest answer
    min_newer_verdict: float = -2.5  # the two limits for a sentence that has the words of a verdict, which is surer
    min_newer_verdict_span: float = 6.0

    # bounds.py: the limits of an excerpt. By hand
    max_excerpt: int = 600  # code points; a sentence is not extended beyond it
    sentences_before: int = 2  # sentences that may come before one that begins with a pronoun

    # answerability.py: the logistic function, and the threshold that decides whether the turn abstains
    cosine_weight: float = 6.65  # log-odds per unit of cosine; fitted on clapnq_dev and the newsroom's questions, `make bench-retrieval`
    coverage_weight: float = 2.95  # log-odds per unit of coverage; fitted with it
    bias: float = -5.2  # log-odds; fitted with it
    no_figure: float = -1.2  # log-odds if the question asks for a figure and none of the best sentences has one; by hand
    answers_weight: float = 0.47  # log-odds per logit of the best passage, where the reader reads; this and the next three by `make bench-reader`
    best_read_weight: float = 0.18  # log-odds per logit of the best sentence
    read_cosine_weight: float = 2.7  # log-odds per unit of its cosine
    disputed_weight: float = 2.0  # log-odds if several speakers say something about the question's very words; this and the next two by hand
    disputing_sentences: int = 6  # best sentences by words that are searched for them
    disputed_coverage: float = 0.9  # 0…1, coverage of the question by such a sentence
    read_bias: float = -1.1  # log-odds; fitted is -2.2, where more than half of the questions have no answer; of what readers ask, most has one
    known_answerability: float = 0.5  # 0…1, at least this if it is asked who somebody is and a sentence names them; by hand
    figure_sentences: int = 3  # number of best sentences that are searched for that figure; by hand
    max_early: timedelta = timedelta(days=7)  # a report may be this much older than the named time: "this week", asked on a Monday; by hand
    min_answerability: float = 0.25  # 0…1, below it the turn abstains, with every drafter; `make bench-retrieval` prints both errors by threshold

    # conflicts.py: differences between sources. By hand on the newsroom's conflict questions; `make eval` (conflict_shown)
    min_shared: float = 0.5  # 0…1, share of the shorter sentence's content words that a denial must share with a claim
    min_shared_words: int = 2  # words that they must share besides the speakers' names, because one word is not a topic
    min_coverage: float = 0.5  # 0…1, coverage of the question that makes a sentence's number an answer
    min_side: float = -2.5  # logit of the reader, from which a sentence can be one of two sides that give different figures
    min_near_answer: float = -2.5  # logit of the reader, from which one of two neighbouring sentences answers the question otherwise; by hand
    min_near_negated: float = -1.0  # the same where only a negation tells the two answers apart; by hand
    min_far_answer: float = 1.0  # the same for sentences that do not stand near each other; by hand
    min_near_side: float = -3.5  # the same for the figure of another voice in a neighbouring sentence, which says the rest only by "it" or "the number"; by hand
    about: float = 0.05  # share by which a figure may be off "about 50"; by hand
    more_than: float = 0.25  # share by which a figure may be above "more than 3,000" and mean the same; by hand
    max_newer_read_gap: float = 2.0  # logits by which the sentence of a later figure may be read below that of the figure that it replaces; by hand
    max_update_days: int = 45  # days within which two reports count for one event; by hand
    max_figure: int = 30  # code points of an earlier figure that is shown with the words around it; by hand
    max_distance: int = 300  # code points between two sentences of one article that count the same thing

    # excerpt_origin.py
    max_origins: int = 3  # copies of one story that an answer cites; by hand


EVIDENCE_TUNING = EvidenceTuning()
