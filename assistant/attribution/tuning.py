"""The tuned numbers of attribution: each with its unit and its effect. `make bench-attribution` shows precision and recall for all of them.

Where nothing else is said, a number was set by hand with that command and not measured apart from the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class AttributionTuning:
    """One instance, `ATTRIBUTION_TUNING`, is used everywhere; a change of a value needs a new `EXTRACTOR_VERSION`."""

    # plausibility.py: marks of doubt, in halves of a plain mark. They add up, and from `min_marks` the attribution is dropped.
    min_marks: int = 13  # higher keeps more statements: recall up, precision down
    speech_stance: int = 0  # the cue's stance is one of speech ("says")
    judgement_stance: int = 1  # … of judgement ("praises")
    will_stances: Mapping[str, int] = field(default_factory=lambda: {"wants": 5, "orders": 4, "promises": 4})  # … of will, by stance
    other_stance: int = 3  # … any other
    act: int = 3  # the cue's verb names an act as often as words ("offer")
    nonfinite_cue: int = 1  # the cue is a bare verb or a past participle
    defining_attitude: int = 2  # "voters who support the mayor" says who they are
    not_a_subject: int = 3  # the speaker is no active subject
    speaks_for_nobody: int = 4  # the speaker is "it", "which" or a verb
    not_a_person: int = 2  # the speaker is neither a person's name nor a pronoun for one
    subordinate: Mapping[str, int] = field(default_factory=lambda: {"relcl": 3, "acl": 2, "xcomp": 2, "pcomp": 2, "conj": 1, "ccomp": 1})  # the cue's relation
    in_question: int = 2  # the cue's sentence is a question
    future_cue: int = 2  # the cue has "will"
    distant_speaker: int = 2  # the speaker does not depend on the cue
    not_a_clause: int = 2  # the content is no clause
    content_in_front: int = 2  # the content is in front of the cue

    # quoted_speech.py: quotations that no construction claimed
    max_cue_distance: int = 14  # tokens between a quotation and the speech verb beside it
    min_uncued_words: int = 4  # words of a quotation that is given to its sentence's subject without a cue
    max_title_words: int = 6  # words of a quotation that may be a title ("The Morning Tide")
    min_title_capitals: float = 0.6  # 0…1, share of its words with a capital from which it is one
    recent_statements: int = 5  # statements before a quotation among which the one that it continues is looked for
    min_claimed: float = 0.5  # 0…1, share of a quotation in a cue's content from which that cue claims it

    # extract.py
    min_direct: float = 0.9  # 0…1, share of quoted code points from which a statement is "direct" and not "mixed"


ATTRIBUTION_TUNING = AttributionTuning()
