"""The tuned numbers of attribution, each with its unit and its effect. `make bench-attribution` shows precision and recall.

A number without another comment was set by hand with this command, and was not measured separately.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class AttributionTuning:
    """The instance `ATTRIBUTION_TUNING` is used everywhere. If you change a value, increase `EXTRACTOR_VERSION`."""

    # plausibility.py: marks of doubt. They add up; an attribution with `min_marks` or more is dropped. 2 is an ordinary mark.
    min_marks: int = 13  # higher keeps more statements: recall up, precision down
    speech_stance: int = 0  # the cue's stance is one of speech ("says")
    judgement_stance: int = 1  # … of judgement ("praises")
    further_stances: Mapping[str, int] = field(default_factory=lambda: {"wants": 5, "orders": 4, "promises": 4, "mentions": 0, "withholds": 1})  # … one of these
    other_stance: int = 3  # … any other
    act: int = 3  # the cue's verb often means an act and not words ("offer")
    nonfinite_cue: int = 1  # the cue is a bare verb or a past participle
    defining_attitude: int = 2  # the clause defines persons ("voters who support the mayor")
    not_a_subject: int = 3  # the speaker is not an active subject
    speaks_for_nobody: int = 4  # the speaker is "it", "which" or a verb
    not_a_person: int = 2  # the speaker is neither a person's name nor a pronoun for one
    subordinate: Mapping[str, int] = field(default_factory=lambda: {"relcl": 3, "acl": 2, "xcomp": 2, "pcomp": 2, "conj": 1, "ccomp": 1})  # the cue's relation
    in_question: int = 2  # the cue's sentence is a question
    future_cue: int = 2  # the cue has "will"
    distant_speaker: int = 2  # the speaker does not depend on the cue
    not_a_clause: int = 2  # the content is not a clause
    content_in_front: int = 2  # the content is in front of the cue

    # quoted_speech.py: quotations that no construction has attributed
    max_cue_distance: int = 14  # tokens between a quotation and the speech verb beside it
    min_uncued_words: int = 4  # words that a quotation without a cue needs, so that its sentence's subject counts as the speaker
    max_title_words: int = 6  # words of a quotation that may be a title ("The Morning Tide")
    min_title_capitals: float = 0.6  # 0…1, share of capitalised words that such a title needs
    recent_statements: int = 5  # statements before a quotation that are examined for the one that it continues
    min_claimed: float = 0.5  # 0…1, share of a quotation that must be in a cue's content, so that the quotation counts as attributed

    # extract.py
    min_direct: float = 0.9  # 0…1, share of quoted code points that makes a statement "direct" and not "mixed"


ATTRIBUTION_TUNING = AttributionTuning()
