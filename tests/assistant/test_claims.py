from collections.abc import Iterator

import pytest

from onrecord.assistant.claims import MAX_CLAIMS, DraftedClaim, split_claims, split_stream


def test_markers_belong_to_their_sentence() -> None:
    assert split_claims("Kask left. [1] He came back [2, 3].\n- Nobody saw it.") == [
        DraftedClaim("Kask left.", (1,)),
        DraftedClaim("He came back.", (2, 3)),
        DraftedClaim("Nobody saw it.", ()),
    ]


@pytest.mark.parametrize(
    ("prose", "claims"),
    [
        ("", []),
        ("[1]\n...\n", []),
        ("Kask left [1][1].", [("Kask left.", (1,))]),
        ("“We left.” [2]", [("“We left.”", (2,))]),
        ("\x1b[31mKask left\x1b[0m\u202e [1]\u202c.", [("Kask left.", (1,))]),
    ],
)
def test_prose_splits_into_sentences(prose: str, claims: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(c.body, c.cites) for c in split_claims(prose)] == claims


def test_a_rambling_draft_is_cut_unless_no_limit_is_set() -> None:
    prose = "\n".join(f"Tank {n} was lost." for n in range(MAX_CLAIMS + 3))
    assert len(split_claims(prose)) == MAX_CLAIMS == len(list(split_stream([prose])))
    assert len(split_claims(prose, limit=None)) == MAX_CLAIMS + 3


def test_inserts_are_no_part_of_the_quoted_words() -> None:
    claim = DraftedClaim("He [Kask] left.", (1,), True, "Oona Vell said:", (" [Kask]",), "(Corvane Wire, 4 March 2026)")
    assert claim.verbatim == "He left." and claim.text == "Oona Vell said: He [Kask] left. (Corvane Wire, 4 March 2026)"


WRITTEN = "Kask left. [1] Gen. Vell came at 7.30 p.m. on Sunday [2, 3].\n- Nobody saw it. [1][2]\n\nHe said: “We left. All of us.” [3] Nothing"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 1000])
def test_a_stream_gives_the_same_claims_as_its_whole_text_and_gives_them_early(size: int) -> None:
    read: list[int] = []

    def pieces() -> Iterator[str]:
        for at in range(0, len(WRITTEN), size):
            read.append(at)
            yield WRITTEN[at : at + size]

    streamed = split_stream(pieces())
    first = next(streamed)
    assert size > 40 or read[-1] < len(WRITTEN) / 2, "the first claim comes before all of the prose"
    assert [first, *streamed] == split_claims(WRITTEN)
