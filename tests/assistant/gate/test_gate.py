from dataclasses import replace
from datetime import date

import pytest

from onrecord.assistant.claims import DraftedClaim
from onrecord.assistant.drafting.lead_in import quote
from onrecord.assistant.evidence.model import Evidence
from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.gate import Gate, GatedClaim
from onrecord.assistant.gate.rules import RULES
from onrecord.assistant.gate.support import Support
from onrecord.assistant.gate.verdict import check, judge_claim
from onrecord.assistant.turn import Assistant, answer_turn
from onrecord.vectorstore.model import Article

TUESDAY = date(2026, 3, 3)
SOURCE = "General Ivo Kask claimed on Sunday that more than 15 tanks had been destroyed near Tarsk. The ford was closed. “We lost nobody,” Kask said."


@pytest.fixture(scope="module")
def support() -> Support:
    return Support()


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("Kask claimed that more than 19 tanks had been destroyed near Tarsk.", "number-not-in-source"),
        ("Kask claimed that 15 tanks had been destroyed near Tarsk.", "bound-changed"),
        ("Kask claimed on Monday that more than 15 tanks had been destroyed near Tarsk.", "date-not-in-source"),
        ("Kask claimed that more than 15 tanks had been destroyed near Belzim.", "name-not-in-source"),
        ("Kask said: “We lost everybody.”", "quote-altered"),
        ("The ford was not closed.", "negation-changed"),
        ("More than 15 tanks had been destroyed near Tarsk.", "attribution-dropped"),
    ],
)
def test_each_fault_is_named(claim: str, code: str, support: Support) -> None:
    judged = check(Pair(claim, SOURCE), support)
    assert judged.verdict in ("unsupported", "contradicted") and code in judged.reason


@pytest.mark.parametrize(
    ("source", "claim", "code"),
    [
        ("The ministry plans to close the ford in May.", "The ministry closed the ford in May.", "modality-changed"),
        ("The ford may have collapsed, the ministry said.", "The ford collapsed, the ministry said.", "modality-changed"),
        ("Kask said that Vell had claimed the ford was mined.", "Vell claimed the ford was mined.", "chain-shortened"),
        ("Kask denied that. No soldier fired at the boats.", "A soldier fired at the boats.", "negation-changed"),
        ("The council refused to close the ford.", "The council closed the ford.", "negation-changed"),
        ("The ford was closed in 2019.", "The ford was closed in 2018.", "date-not-in-source"),
        ("The ford was closed on Monday.", "The ford was closed on 3 March.", "date-not-in-source"),
        ("At least 15 tanks were lost.", "15 tanks were lost.", "bound-changed"),
        ("The flood cost 26,000 crowns.", "The flood cost 26 million crowns.", "number-not-in-source"),
        (
            "The army of Tolmara left on Monday, after Ishkara left the ford on Friday.",
            "The army of Tolmara left on Friday, after Ishkara left the ford on Friday.",
            "word-exchanged",
        ),
        (
            "Jana Vell praised the work of Ivo Kask at the ford near Tarsk.",
            "Jana Vell praised the work of Ivo Kask at the ford near Vell.",
            "word-exchanged",
        ),
        ("The army lost 15 tanks near Tarsk on Sunday.", "The army lost 15 trucks near Tarsk on Sunday.", "unit-changed"),
        ("The flood cost the city €5 million.", "The flood cost the city $5 million.", "unit-changed"),
        ("The minister sued the newspaper in May.", "The newspaper sued the minister in May.", "roles-exchanged"),
        ("The newspaper was sued by the minister in May.", "The newspaper sued the minister in May.", "roles-exchanged"),
    ],
)
def test_each_rule_reads(source: str, claim: str, code: str, support: Support) -> None:
    judged = check(Pair(claim, source, published=TUESDAY), support)
    assert judged.verdict != "supported" and code in judged.reason and judged.judge == "rules"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The ford was closed on Monday.", "The ford was closed on 2 March."),
        ("The flood cost 26,000 crowns.", "The flood cost 26 thousand crowns."),
        ("Kask said that Vell had claimed the ford was mined.", "According to Kask, Vell claimed the ford was mined."),
        ("The ministry plans to close the ford in May.", "The ministry is planning to close the ford in May."),
        ("General Ivo Kask said the ford was mined.", "Gen. Kask said the ford was mined."),
        ("The army lost 15 people near Tarsk on Sunday.", "The army lost 15 lives near Tarsk on Sunday."),
        ("General Ivo Kask said the ford near Tarsk was mined.", "Kask said the ford near Tarsk was mined."),
        ("The minister sued the newspaper in May.", "The newspaper was sued by the minister in May."),
        ("In 2019, the ford was closed. A permit is not required.", "The ford was closed in 2019, and a permit is not required."),
    ],
)
def test_no_rule_finds_a_fault_in_what_is_faithful(source: str, claim: str) -> None:
    pair = Pair(claim, source, published=TUESDAY)
    assert [str(f) for rule in RULES if (f := rule(pair))] == []


def test_another_speaker_is_a_fault(support: Support) -> None:
    source = SOURCE + " Minister Oona Vell left on Monday."
    assert "speaker-changed" in check(Pair("Oona Vell claimed that more than 15 tanks had been destroyed near Tarsk.", source), support).reason


@pytest.mark.parametrize("claim", ["General Ivo Kask claimed that more than 15 tanks had been destroyed near Tarsk.", "The ford was closed."])
def test_faithful_claims_pass(claim: str, support: Support) -> None:
    assert check(Pair(claim, SOURCE), support).verdict == "supported"


def test_support_does_not_fall_as_unrelated_text_is_added(support: Support) -> None:
    claim = "More than 15 tanks were destroyed near Tarsk."
    alone, with_more = support.score(claim, SOURCE), support.score(claim, SOURCE + "\n" + "The bakery sold forty loaves before noon. " * 30)
    assert with_more == pytest.approx(alone, abs=1e-6), "what adds nothing is not read"
    assert support.score(claim, "The bakery sold forty loaves before noon.") < alone / 2


def test_broken_decoding_stops_nothing(support: Support) -> None:
    judged = check(Pair("The ford \ud800 was closed in May.", "The ford \ud800 was closed."), support)
    assert judged.verdict in ("unsupported", "contradicted", "unchecked")


@pytest.mark.parametrize(
    ("claim", "source", "supported"),
    [
        ("Ford stole the money.", "There is no evidence that Dr. Ford stole the money.", False),
        ("There is no evidence that the minister stole the money.", "There is no evidence that the minister stole the money.", True),
        ("“We lost nobody,” Kask said.", "The ford was closed. “We lost nobody,” Kask said.", True),
        ("Gov. Smith resigned.", "Gov. Smith resigned. The town slept.", True),
    ],
)
def test_a_doubt_is_kept(claim: str, source: str, supported: bool, support: Support) -> None:
    assert (check(Pair(claim, source), support).verdict == "supported") == supported


def gate_all(claims: list[DraftedClaim], evidence: list[Evidence], support: Support) -> list[GatedClaim]:
    gate = Gate(evidence, support, quote)
    return [gate.gate(c) for c in claims]


def bare(text: str) -> Evidence:
    return Evidence(Article("a", text, "t", 1, publisher="Wire", published_at="2026-03-04"), 0, len(text), 1.0, {}, None)


def test_policy_repairs_then_drops(support: Support) -> None:
    evidence = [bare("The ford was closed.")]
    invented = DraftedClaim("The ford was closed for 900 days.", (1,))
    first, again, unknown = gate_all([invented, invented, DraftedClaim("The ford was closed.", (9,))], evidence, support)
    assert first.outcome == "repaired" and first.claim and first.claim.verbatim == "The ford was closed."
    assert again.outcome == "dropped", "no evidence is quoted twice"
    assert unknown.outcome == "dropped" and "unknown-citation" in unknown.judgement.reason


def test_altered_quotation_and_lost_speaker_fail(support: Support) -> None:
    evidence = bare("The ford was closed.")
    assert judge_claim(replace(quote(evidence, 1), body="The ford was open."), [evidence], support).verdict == "unsupported"


def test_broken_gate_is_unchecked_and_never_a_pass(support: Support, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.assistant.gate.verdict.check", lambda *_: 1 / 0)
    (gated,) = gate_all([DraftedClaim("The ford was closed.", (1,))], [bare("The ford was closed.")], support)
    assert gated.judgement.verdict == "unchecked" and gated.outcome == "repaired"


def test_follow_up_and_as_of(assistant: Assistant) -> None:
    early = answer_turn(assistant, "How many died in the Oske flood?", as_of="2026-04-12").answer
    assert all(c.published_at is None or c.published_at <= "2026-04-12" for c in early.citations)
    assert answer_turn(assistant, "Who won the 2022 World Cup?").answer.status == "abstained"
