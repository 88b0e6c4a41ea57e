"""Scores the answers of any system by their contexts. Before that, controls test the judge."""

from onrecord.evals.answers.asserts import Citations, assert_cited, assert_faithful
from onrecord.evals.answers.controls import Controls, run_controls
from onrecord.evals.answers.exports import read_fields
from onrecord.evals.answers.judging import JudgedAnswer, JudgedClaim, judge_answer
from onrecord.evals.answers.paraphrases import Paraphrase, Twin, faulty_claims, paraphrases, read_twins
from onrecord.evals.answers.results import AnswerResults, ScoredAnswer, ScoredSentence, explain_failure, shorten
from onrecord.evals.answers.rows import ScoreRow, read_score_rows
from onrecord.evals.answers.run import ONLY_OF_SOME, broken_bounds, read_bounds, score_rows
from onrecord.evals.answers.scores import SCORES, AnswerScore, answer_relevance, citation_precision, decide_verdict
from onrecord.evals.answers.synthetic_controls import Control, made_controls

__all__ = [
    "ONLY_OF_SOME",
    "SCORES",
    "AnswerResults",
    "AnswerScore",
    "Citations",
    "Control",
    "Controls",
    "JudgedAnswer",
    "JudgedClaim",
    "Paraphrase",
    "ScoreRow",
    "ScoredAnswer",
    "ScoredSentence",
    "Twin",
    "answer_relevance",
    "assert_cited",
    "assert_faithful",
    "broken_bounds",
    "citation_precision",
    "decide_verdict",
    "explain_failure",
    "faulty_claims",
    "judge_answer",
    "made_controls",
    "paraphrases",
    "read_bounds",
    "read_fields",
    "read_score_rows",
    "read_twins",
    "run_controls",
    "score_rows",
    "shorten",
]
