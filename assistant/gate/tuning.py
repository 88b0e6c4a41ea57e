"""Every tuned number of the gate, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Factor 0…1 on a claim's score for each fault found. Set on falke, fib and xsumfaith: there a swapped name or number is nearly
# always wrong, while a correct summary often drops a "police said" or words a negation differently.
FAULT_PENALTY = {
    "name-not-in-source": 0.1,
    "number-not-in-source": 0.1,
    "date-not-in-source": 0.1,
    "word-exchanged": 0.1,
    "unit-changed": 0.25,
    "roles-exchanged": 0.5,
    "quote-altered": 0.5,
    "bound-changed": 0.5,
    "doubt-dropped": 0.25,
    "negation-changed": 0.8,
    "modality-changed": 0.8,
    "chain-shortened": 0.9,
    "speaker-changed": 0.8,
    "attribution-dropped": 0.9,
}


@dataclass(frozen=True)
class GateTuning:
    """Thresholds and weights of the gate.

    `make bench-gate BENCH=folder` shows the effect of each: AUC and pairs on the labelled sets, and the share of synthetic faults
    stopped and of faithful rewrites stopped by mistake. Unless a comment names another set, a value was set by hand on those
    faults and rewrites. "Words" are meaning words: stemmed, without function words; "overlap" is a share 0…1 of a claim's words.
    """

    # Verdict (verdict.py)
    support_threshold: float = 0.5  # probability; a claim without a fault is supported from here on. Higher stops more claims.
    contradiction_overlap: float = 0.6  # overlap with the source from which a fault contradicts the claim instead of leaving it unsupported
    fault_penalty: Mapping[str, float] = field(default_factory=lambda: dict(FAULT_PENALTY))  # changes the score, never the verdict

    # Sentences of the source that a claim is compared with (claim_pair.py)
    near_sentence_ratio: float = 0.8  # of the largest overlap of a sentence; every sentence from here on is compared. Lower compares more.
    joined_sentence_overlap: float = 0.15  # overlap that only one further sentence adds, from which it is compared too

    # A claim that nearly copies a sentence (exchanges.py)
    min_copy_words: int = 5  # words of a claim; a shorter one is never a near copy
    min_copied_share: float = 0.7  # share of the claim's words, in order, that the sentence has; lower finds more exchanged words
    max_exchanged_words: int = 5  # words on either side of one exchange; a longer one is a rewording and is ignored

    # Attribution (rules/attribution.py)
    min_statement_overlap: float = 0.5  # overlap with a statement of the source from which the claim may repeat it
    min_statement_lead: float = 0.15  # overlap by which the statement must exceed the article's own voice to own the claim

    # Doubt (rules/doubt.py)
    min_doubted_overlap: float = 0.6  # overlap with the doubted words from which the claim states them. Lower stops more claims.
    max_doubt_gap: int = 40  # characters between a word of doubt and its "that"; a longer gap is not read as one phrase

    # Support model (support.py). The shipped model is trained with the first four: after a change, run `make gate-model`.
    max_sentences: int = 8  # sentences of a source that a claim is read against
    max_claim_tokens: int = 96
    max_sentence_tokens: int = 128
    sentence_gap: int = 5  # token positions between two sentences; keeps the model's local features from crossing a sentence's end
    window_characters: int = 450  # a longer sentence is read in pieces of this length
    own_fit_weight: float = 0.25  # weight of a sentence's own mean similarity, beside what it adds to the sentences already chosen
    min_added_similarity: float = 0.2  # cosine; a further sentence must add this for one token of the claim, else it is not read
    alignment_weight: float = 8.0  # weight of the alignment beside the model's logit; best on the labelled sets when held out of training
    single_sentence_weight: float = 0.5  # within the alignment: weight of the best single sentence
    worst_tokens_weight: float = 0.5  # within the alignment: weight of the worst aligned tokens
    worst_tokens: int = 3  # tokens of a claim that count as the worst aligned
    # The sum maps to a probability by sigmoid(slope * (sum - midpoint)). Set where 5% of faithful rewrites in unseen articles are stopped.
    midpoint: float = 12.5
    slope: float = 0.5

    # NLI judge (judges.py)
    nli_window_sentences: int = 4  # sentences of one premise; NLI models are trained on short premises. Windows overlap by half.


GATE_TUNING = GateTuning()
