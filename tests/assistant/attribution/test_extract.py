"""Each construction by name, on invented people; then text as scrapers deliver it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.assistant.attribution.cues import ADJECTIVE_CUES, CUE_LEMMAS, NOUN_CUES, STANCES, VERB_CUES
from onrecord.assistant.attribution.extract import extract_statements
from onrecord.assistant.attribution.model import Statement
from onrecord.assistant.attribution.quotation_spans import quotations
from onrecord.assistant.language.parser import parser


def said(text: str, words: str) -> Statement:
    """The statement of the outermost speaker whose content holds `words`."""
    holding = [s for s in extract_statements(text) if words in text[s.content.start : s.content.end]]
    assert holding, f"nobody says {words!r}"
    return holding[0]


def content(text: str, statement: Statement) -> str:
    return text[statement.content.start : statement.content.end]


CONSTRUCTIONS = {
    "clause after the cue": ("Mara Velten said that the harbour would close.", "harbour would close", "Mara Velten", "says"),
    "clause without that": ("Mara Velten claimed the harbour was empty.", "harbour was empty", "Mara Velten", "claims"),
    "speaker at the end": ("The harbour will close in May, Mara Velten said.", "harbour will close", "Mara Velten", "says"),
    "speaker in the middle": ("The harbour, Mara Velten said, will close in May.", "will close in May", "Mara Velten", "says"),
    "according to, in front": ("According to Mara Velten, the harbour is empty.", "harbour is empty", "Mara Velten", "says"),
    "according to, behind": ("The harbour is empty, according to Mara Velten.", "harbour is empty", "Mara Velten", "says"),
    "quotation, speaker behind": ("“We will close the harbour,” said Mara Velten.", "close the harbour", "Mara Velten", "says"),
    "quotation after a colon": ('Mara Velten said: "We will close the harbour."', "close the harbour", "Mara Velten", "says"),
    "warning": ("Mara Velten warned that the dam could fail.", "dam could fail", "Mara Velten", "warns"),
    "denial": ("Mara Velten denied that the dam had failed.", "dam had failed", "Mara Velten", "denies"),
    "denied object": ("Mara Velten denied the allegations of fraud.", "allegations of fraud", "Mara Velten", "denies"),
    "prediction": ("Mara Velten predicted that prices would fall.", "prices would fall", "Mara Velten", "predicts"),
    "promise": ("Mara Velten vowed to rebuild the bridge.", "rebuild the bridge", "Mara Velten", "promises"),
    "urging": ("Mara Velten urged the council to rebuild the bridge.", "rebuild the bridge", "Mara Velten", "orders"),
    "call for": ("Mara Velten called for an inquiry into the flood.", "an inquiry", "Mara Velten", "orders"),
    "accusation": ("Mara Velten accused the council of hiding the report.", "hiding the report", "Mara Velten", "accuses"),
    "passive with by": ("The council was accused by Mara Velten of hiding the report.", "hiding the report", "Mara Velten", "accuses"),
    "passive announcement": ("It was announced by Mara Velten that the bridge would close.", "bridge would close", "Mara Velten", "says"),
    "gerund": ("Mara Velten rose to leave, adding that the bridge was safe.", "bridge was safe", "Mara Velten", "says"),
    "relative clause": ("Mara Velten, who vowed to rebuild the bridge, left on Monday.", "rebuild the bridge", "Mara Velten", "promises"),
    "noun cue": ("Mara Velten's claim that the bridge was safe surprised engineers.", "bridge was safe", "Mara Velten", "claims"),
    "noun cue with from": ("A warning from Mara Velten that the bridge was unsafe went unheard.", "bridge was unsafe", "Mara Velten", "warns"),
    "adjective": ("Mara Velten is confident that the bridge is safe.", "bridge is safe", "Mara Velten", "thinks"),
    "belief": ("Mara Velten believes the bridge is safe.", "bridge is safe", "Mara Velten", "thinks"),
    "wish": ("Mara Velten wants to rebuild the bridge.", "rebuild the bridge", "Mara Velten", "wants"),
    "document": ("The report found that the bridge was unsafe.", "bridge was unsafe", "report", "shows"),
    "officials": ("Officials say the bridge is unsafe.", "bridge is unsafe", "Officials", "says"),
    "headline": ("Mara Velten: Bridge will never be rebuilt\n\nMara Velten spoke on Monday.", "Bridge will never", "Mara Velten", "says"),
    "phrasal verb": ("Mara Velten ruled out a second bridge.", "a second bridge", "Mara Velten", "denies"),
    "light verb and noun": ("Mara Velten took issue with the plan for the harbour.", "plan for the harbour", "Mara Velten", "accuses"),
    "poll in front": ("In a Tideway poll, the mayor had a lead of nine points.", "lead of nine points", "Tideway poll", "shows"),
    "view in front": ("In Mara Velten's view, the bridge is safe.", "bridge is safe", "Mara Velten", "says"),
    "question with if": ("Mara Velten wondered if the bridge was safe.", "bridge was safe", "Mara Velten", "asks"),
    "adjective before the cue": ("Mara Velten was quick to note that the bridge was safe.", "bridge was safe", "Mara Velten", "says"),
    "sender of a letter": ("Mara Velten published an essay saying the bridge was safe.", "bridge was safe", "Mara Velten", "says"),
    "participle after a clause": ("Mara Velten said the bridge had fallen, adding that nobody was hurt.", "nobody was hurt", "Mara Velten", "says"),
    "clause after a colon": ("Mara Velten said the reason was simple: The bridge is old.", "bridge is old", "Mara Velten", "says"),
    "joined clause": ("Mara Velten said the bridge had fallen, but it would be rebuilt.", "would be rebuilt", "Mara Velten", "says"),
    "subject nearest to the cue": ("A ship which Mara Velten said was old sank on Monday.", "was old", "Mara Velten", "says"),
    "who is left to speak": ("The flood left the farmers to wonder what had gone wrong.", "what had gone wrong", "farmers", "asks"),
    "outlet before a colon": ("Northbank Times: Bridge will never be rebuilt\n\nIt rained.", "Bridge will never", "Northbank Times", "says"),
    "told to": ("Mara Velten told the council to rebuild the bridge.", "to rebuild the bridge", "Mara Velten", "says"),
    "told object": ("Mara Velten recounted the story of the flood.", "story of the flood", "Mara Velten", "says"),
    "not said": ("Mara Velten did not say whether the bridge was safe.", "bridge was safe", "Mara Velten", "withholds"),
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_construction(construction):
    text, words, speaker, stance = CONSTRUCTIONS[construction]
    statement = said(text, words)
    assert (statement.speaker_name, statement.stance) == (speaker, stance)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The bridge is safe,” Mara Velten said.", "direct"),
        ("Mara Velten said the bridge was “safe as a house.”", "mixed"),
        ("Mara Velten said the bridge was safe.", "indirect"),
    ],
)
def test_kind(text, kind):
    assert said(text, "safe").kind == kind


def test_quotation_of_several_sentences_is_one_content():
    text = "“The bridge fell. Nobody had looked at it. We were lucky,” Mara Velten said."
    assert content(text, said(text, "We were lucky")).startswith("“The bridge fell.")


def test_quotation_that_goes_on_belongs_to_the_same_speaker():
    text = "“The bridge fell,” Mara Velten said on Monday. “Nobody had looked at it for years.”"
    assert said(text, "Nobody had looked").speaker_name == "Mara Velten"


def test_quotation_goes_on_past_what_else_the_sentence_tells():
    text = "“The bridge fell,” said Mara Velten, who wants to rebuild it. “Nobody had looked at it for years.”"
    assert said(text, "Nobody had looked").speaker_name == "Mara Velten"
    assert said(text, "Nobody had looked").cue_lemma == "say"


def test_paragraph_of_quotation_goes_on():
    text = "“The bridge fell,” Mara Velten said.\n\n“Nobody had looked at it for years.”\n\nIt rained."
    assert said(text, "Nobody had looked").speaker_name == "Mara Velten"


def test_quotation_without_a_cue_is_its_sentences_subjects():
    text = "Mara Velten left the hall at noon with “a very heavy heart for all of us.”"
    assert said(text, "heavy heart").speaker_name == "Mara Velten"


def test_quotation_after_a_colon_in_the_next_paragraph():
    text = "Mara Velten put out these lines on Monday:\n\n“The bridge fell. Nobody had looked at it for years.”"
    assert said(text, "Nobody had looked").speaker_name == "Mara Velten"


def test_title_in_quotation_marks_is_nothing_said():
    text = "Mara Velten spoke on “The Morning Tide,” she said later."
    assert not [s for s in extract_statements(text) if content(text, s) == "“The Morning Tide,”"]


def test_what_is_told_about_a_thing_stays_out_of_its_praise():
    text = "Mara Velten praised the bridge, which fell in May after a storm."
    assert content(text, said(text, "the bridge")) == "the bridge"


def test_act_after_a_statement_is_not_said():
    text = "Mara Velten said the bridge should close and left the hall."
    assert "left" not in content(text, said(text, "should close"))


def speaker(text: str, statement: Statement) -> str:
    assert statement.speaker is not None
    return text[statement.speaker.start : statement.speaker.end]


def test_doer_of_a_claim_is_named_rather_than_his():
    text = "Mara Velten repeated her claim that the bridge was safe."
    assert speaker(text, said(text, "bridge was safe")) == "Mara Velten"


def test_author_is_part_of_a_documents_name():
    text = "A report written by Odo Brask found that the bridge was unsafe."
    assert "Odo Brask" in speaker(text, said(text, "bridge was unsafe"))


def test_second_cue_joined_to_the_first_ones_clause_is_the_first_speakers():
    text = "Mara Velten denied that the guards have left the bridge and insisted that the dam was safe."
    assert speaker(text, said(text, "dam was safe")) == "Mara Velten"
    assert content(text, said(text, "guards")) == "that the guards have left the bridge"


def test_claim_resumed_after_the_cue():
    text = "The bridge will fall, Mara Velten said, because nobody has looked at it for years."
    assert "nobody has looked at it" in content(text, said(text, "bridge will fall"))


def test_what_is_told_beside_a_claim_stays_out():
    text = "Mara Velten said the bridge was safe, while Odo Brask said the dam could fail."
    outer = [s for s in extract_statements(text) if s.speaker_name == "Mara Velten"]
    assert [content(text, s) for s in outer] == ["the bridge was safe"]


def test_short_quoted_answer():
    text = "Asked whether the bridge was safe, Mara Velten said, “Probably.”"
    assert speaker(text, said(text, "Probably")) == "Mara Velten"


@pytest.mark.parametrize("dateline", ["Druva (AFP) – ", "DRUVA, Tolm., Feb. 11 (UPI) — ", "DRUVA — ", "DRUVA, 11 Feb. (Corvane Wire) – ", "Druva, March 4 (CWI): "])
def test_dateline_is_nobody(dateline):
    text = dateline + "Mara Velten said the bridge was safe."
    assert speaker(text, said(text, "bridge was safe")) == "Mara Velten"


def test_transcript_in_capitals():
    text = "VELTEN: The bridge is safe today.\nBRASK: It fell in May of this year.\nVELTEN: Not that one, I am told."
    assert [content(text, s) for s in extract_statements(text) if s.cue_lemma == ":"] == ["The bridge is safe today", "Not that one, I am told"]


def test_doubtful_statement_is_left_out():
    assert extract_statements("It needs a bill that will seek to raise the tolls.") == []


def test_answer_to_a_claim_keeps_the_two_apart():
    text = "Mara Velten responded to Odo Brask's claim that the bridge was safe by stating that it had fallen."
    assert said(text, "bridge was safe").speaker_name == "Odo Brask"
    assert said(text, "it had fallen").speaker_name == "Mara Velten"


def test_nested_attribution_has_a_chain():
    text = "Mara Velten said that Odo Brask had claimed that the bridge was safe."
    inner = [s for s in extract_statements(text) if s.cue_lemma == "claim"]
    assert [(s.speaker_name, s.chain) for s in inner] == [("Odo Brask", ("Mara Velten",))]


def test_i_in_a_quotation_is_who_is_quoted():
    text = "“I believe the bridge is safe,” said Mara Velten."
    inner = [s for s in extract_statements(text) if s.cue_lemma == "believe"]
    assert [s.speaker_name for s in inner] == ["Mara Velten"]


class TestNames:
    def test_short_name(self):
        text = "The mayor, Mara Velten, arrived late. Velten said the bridge was safe."
        assert said(text, "bridge was safe").speaker_name == "Mara Velten"

    def test_title_is_dropped(self):
        assert said("President Mara Velten said the bridge was safe.", "bridge was safe").speaker_name == "Mara Velten"

    def test_pronoun_after_its_speaker(self):
        text = "Mara Velten said the bridge was safe. She added that it would stand for years."
        assert said(text, "stand for years").speaker_name == "Mara Velten"

    def test_pronoun_of_another_gender_stays_open(self):
        text = "Mary Velten said the bridge was safe. He added that it would stand for years."
        assert said(text, "stand for years").speaker_name is None

    def test_pronoun_with_a_rival_stays_open(self):
        text = "John Velten said the bridge was safe. Robert Brask came too. He added that it would stand for years."
        assert said(text, "stand for years").speaker_name is None

    def test_pronoun_without_speaker_stays_open(self):
        assert said("He said the bridge was safe.", "bridge was safe").speaker_name is None


class TestRoles:
    @pytest.mark.parametrize(
        ("text", "role"),
        [
            ("Alexander Lukashenko, president of Belarus, said the bridge was safe.", "president of Belarus"),
            ("The mayor of Druva, Jana Ritvel, said the bridge was safe.", "mayor of Druva"),
            ("Mayor Jana Ritvel said the bridge was safe.", "mayor"),
            ("Prime Minister Jana Ritvel arrived late. Ritvel said the bridge was safe.", "prime minister"),
            ("Jana Ritvel said the bridge was safe.", None),
        ],
    )
    def test_role(self, text, role):
        assert said(text, "bridge was safe").speaker_role == role


class TestScrapedText:
    def test_link_crumb_is_no_headline(self):
        text = "The bridge fell on Monday.\nread more: bridge falls after storm – Velten\nIt rained on Tuesday."
        assert extract_statements(text) == []

    def test_link_crumb_stays_out_of_the_next_speaker(self):
        text = "read more: bridge falls after storm\nMara Velten said the bridge was safe."
        speaker = said(text, "bridge was safe").speaker
        assert text[speaker.start : speaker.end] == "Mara Velten"

    def test_stray_closing_quote(self):
        text = "Mara Velten stated that the bridge had fallen.” It rained.\nOdo Brask said it was safe."
        assert content(text, said(text, "bridge had fallen")) == "that the bridge had fallen"
        assert quotations(text) == []

    def test_quotation_never_closed(self):
        text = "Mara Velten said “the bridge had fallen.\nOdo Brask said it was “safe.”"
        assert [text[q.start : q.end] for q in quotations(text)] == ["“safe.”"]

    @pytest.mark.parametrize("text", ["", " ", "\n\n", "“", "said", ":", "Q:", "''' \" ”", "\ud800 said"])
    def test_crumbs(self, text):
        assert extract_statements(text) == []


PIECES = ["Mara Velten", "said", "that", "“", "”", '"', "''", "\n", "\n\n", ":", ",", ".", "by", "according to", "the bridge fell", "She", "who", "claim", "(", "é"]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)))
def test_any_text_gives_spans_within_it(text):
    statements = extract_statements(text)
    assert statements == sorted(statements, key=lambda s: s.content.start)
    for span in (x for s in statements for x in (s.content, s.speaker, s.cue) if x is not None):
        assert 0 <= span.start < span.end <= len(text)
    assert all(s.stance in STANCES and s.kind in ("direct", "indirect", "mixed") for s in statements)
    assert all(s.cue_lemma is None or s.cue_lemma in CUE_LEMMAS for s in statements)


def test_same_text_same_statements():
    text = "Mara Velten said: “The bridge fell.” Odo Brask denied that it had."
    assert extract_statements(text) == extract_statements(text, parser()(text))


def test_lexicon_uses_documented_stances():
    cues = [*VERB_CUES.values(), *NOUN_CUES.values(), *ADJECTIVE_CUES.values()]
    assert {cue.stance for cue in cues} <= set(STANCES)
