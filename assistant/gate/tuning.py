"""Every tuned number of the gate, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Factor 0…1 on a claim's score for each fault found. The factors were set on falke, fib and xsumfaith. There, an exchanged name or number
# is nearly always wrong, but a correct summary often omits "police said" or expresses a negation differently.
FAULT_PENALTY = {
    "name-not-in-source": 0.1,
    "number-not-in-source": 0.1,
    "date-not-in-source": 0.1,
    "word-exchanged": 0.1,
    "unit-changed": 0.25,
    "roles-exchanged": 0.5,
    "quote-altered": 0.5,
    "bound-changed": 0.5,
    "bound-reversed": 0.25,
    "quote-cut": 0.25,
    "figures-exchanged": 0.1,
    "office-changed": 0.5,
    "cause-added": 0.8,
    "exception-dropped": 0.25,
    "speaker-exchanged": 0.25,
    "doubt-dropped": 0.25,
    "negation-changed": 0.8,
    "modality-changed": 0.8,
    "chain-shortened": 0.9,
    "speaker-changed": 0.8,
    "attribution-dropped": 0.9,
}


# Log-odds that a fault adds to what the reader says of a claim in words of its own, so at most 0. Near those that `make bench-reader` fits on
# claims about held-out articles; where it fits 0, a little is left, since a fault's reason is shown.
FAULT_LOG_ODDS = {
    "name-not-in-source": -0.3,
    "number-not-in-source": -1.0,  # more than is fitted, by hand: a wrong figure is the worst mistake in news (docs/results.md)
    "date-not-in-source": -0.5,
    "word-exchanged": -8.0,
    "unit-changed": -8.0,
    "roles-exchanged": -1.0,
    "quote-altered": -8.0,
    "bound-changed": -0.4,
    "bound-reversed": -8.0,
    "quote-cut": -8.0,
    "figures-exchanged": -8.0,
    "office-changed": -2.0,
    "cause-added": -1.0,
    "exception-dropped": -8.0,
    "speaker-exchanged": -8.0,
    "doubt-dropped": -1.0,
    "negation-changed": -0.3,
    "modality-changed": -0.3,
    "chain-shortened": -0.6,
    "speaker-changed": -0.3,
    "attribution-dropped": -0.3,
}


@dataclass(frozen=True)
class GateTuning:
    """Thresholds and weights of the gate.

    `make bench-gate BENCH=folder` shows the effect of each: AUC and pairs on the labelled sets, the share of synthetic faults that are
    stopped, and the share of faithful rewrites that are stopped by mistake. Unless a comment names another set, a value was set by hand on
    those faults and rewrites. "Words" are stems without function words. "Overlap" is a share 0…1 of a claim's words.
    """

    # Verdict (verdict.py)
    support_threshold: float = 0.5  # lowest probability with which a claim without a fault is supported. Higher stops more claims.
    read_threshold: float = 0.41  # the same where the reader judges, with the faults weighed in; of claims about held-out articles .85 of the faithful pass, .60 of the faulty are stopped
    moved_threshold: float = 0.5  # lowest score with which another piece replaces a claim's own citations. Higher, since it is a second chance.
    fault_log_odds: Mapping[str, float] = field(default_factory=lambda: dict(FAULT_LOG_ODDS))
    served_attribution_log_odds: float = -16.0  # for "attribution-dropped" in an answer, where the archive has the speaker; more than any judge has (14), so that it decides alone
    contradiction_overlap: float = 0.6  # with this overlap with the source, a fault makes a claim "contradicted" and not "unsupported"
    fault_penalty: Mapping[str, float] = field(default_factory=lambda: dict(FAULT_PENALTY))  # changes the score, never the verdict

    # What is parsed of a source (claim_pair.py). A second parses about 20,000 characters
    max_parsed: int = 12_000  # characters; of a longer source, the paragraphs nearest to the claim are parsed, so many characters of them at most
    parsed_paragraphs: int = 24
    max_paragraph: int = 2_000  # characters; a longer paragraph is cut into sentences

    # Sentences of the source that a claim is compared with (claim_pair.py)
    near_sentence_ratio: float = 0.8  # share of the largest overlap that a sentence needs to be compared. Lower compares more sentences.
    joined_sentence_overlap: float = 0.15  # overlap with the remaining words that a further sentence needs to be compared

    # Values that a claim works out (worked_out.py), as shares by which the true value may differ from the claimed one. By hand
    same_amount: float = 0.01
    rough_amount: float = 0.1  # where only one of the two counts in months or years: "a month and a half" for six weeks
    near_amount: float = 0.1  # of "about" and the like
    far_amount: float = 0.3  # of "more than", "almost" and the like

    # A claim that nearly copies a sentence (exchanges.py)
    near_copy_share: float = 0.8  # from this share of its words in one sentence, in the same order, each fault of a claim decides alone, also with the reader
    min_copy_words: int = 5  # words of a claim; a shorter claim is never a near copy
    min_copied_share: float = 0.7  # share of the claim's words that the sentence must have in the same order; lower finds more exchanged words
    max_exchanged_words: int = 5  # words on each side of one exchange; a longer exchange is a rewording and is ignored

    # Attribution (rules/attribution.py)
    min_statement_overlap: float = 0.5  # overlap with a statement of the source that a claim needs to count as its repetition
    min_statement_lead: float = 0.15  # the overlap with the statement must be this much higher than the overlap with the article's own voice

    # Doubt (rules/doubt.py)
    min_doubted_overlap: float = 0.6  # overlap with the doubted words that makes a claim state them. Lower stops more claims.
    max_doubt_gap: int = 40  # characters between a word of doubt and its "that"; a longer gap is not read as one phrase

    # Support model (support.py). The packaged model is trained with the first four values. After a change, run `make gate-model`.
    max_sentences: int = 8  # sentences of a source that the model reads with a claim
    max_claim_tokens: int = 96
    max_sentence_tokens: int = 128
    sentence_gap: int = 5  # token positions between two sentences, so that the model's local features do not cross the end of a sentence
    window_characters: int = 450  # a longer sentence is read in pieces of this length
    own_fit_weight: float = 0.25  # weight of a sentence's own mean similarity, beside its addition to the sentences already chosen
    min_added_similarity: float = 0.2  # cosine that a further sentence must add for at least one token of the claim to be read
    alignment_weight: float = 8.0  # weight of the alignment beside the model's logit; the best value on labelled sets outside the training data
    single_sentence_weight: float = 0.5  # within the alignment: weight of the best single sentence
    worst_tokens_weight: float = 0.5  # within the alignment: weight of the worst aligned tokens
    worst_tokens: int = 3  # tokens of a claim that count as the worst aligned
    # The probability is sigmoid(slope * (sum - midpoint)). With these values, 5% of faithful rewrites in unseen articles are stopped.
    midpoint: float = 12.5
    slope: float = 0.5

    # Yes or No (settle.py), probabilities 0…1 of the reader. By hand on two thirds of `python -m onrecord.evals.bench.yes_no`
    min_yes: float = 0.85  # of support, from which the answer is Yes if no rule finds a fault
    max_support_of_no: float = 0.3  # of support, up to which the answer may be No
    min_no: float = 0.5  # of contradiction, from which it is No if the sentence negates the question's verb
    min_no_unnamed: float = 0.9  # the same if the sentence lacks a name of the question
    min_no_by_opposite: float = 0.8  # the same if the sentence has the opposite of one of the question's words and no negation
    never: float = 1.1  # more than any probability

    # NLI judge (judges.py)
    nli_window_sentences: int = 4  # sentences of one premise. NLI models are trained on short premises. Windows overlap by half.


GATE_TUNING = GateTuning()
