import pytest

from onrecord.assistant.gate.claim_pair import Pair
from onrecord.assistant.gate.rules.quotation import check_ellipses


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        ("“We will reopen the ford, as I told you, in May,” Kask said.", "Kask said: “We will reopen the ford … in May.”", None),
        ("“I do not, and I voted for it, believe that it works,” Kask said.", "Kask said: “I … believe that it works.”", "quote-cut"),
        ("“It is, whatever they write, a failure,” Kask said.", "Kask called it “... a failure”.", None),
        ("“It is safe for adults, but whether it is safe for infants we cannot say,” Kask said.", "Kask said: “It is safe for adults, … it is safe for infants.”", "quote-cut"),
        ("“There will be no cuts in summer, unless the rain stays away,” Kask said.", "Kask said: “There will be no cuts in summer …”", "quote-cut"),
        ("“There will be no cuts in summer, as I told you,” Kask said.", "Kask said: “There will be no cuts in summer …”", None),
        ("“The ford is safe. The bridge is not,” Kask said.", "Kask said: “The ford is safe …”", None),
        ("“Vell is a good man; his clerk is a fraud,” Kask said.", "Kask said: “Vell is … a fraud.”", "quote-cut"),
        ("“Vell is a good man with a fine mind; his clerk is a fraud,” Kask said.", "Kask said: “Vell is a good man …; his clerk is a fraud.”", None),
        ("“No cuts will come, not even in May, unless it is dry,” Kask said.", "Kask said: “No cuts will come … unless it is dry.”", None),
        ("“First come the schools, and if there is anything left, the roads,” Kask said.", "Kask said: “First come the schools …”", None),
        ("“First come the schools, then the roads,” Kask said.", "Kask said: “Then the roads … first come the schools.”", "quote-cut"),
        ("“First come the schools, then the roads,” Kask said.", "Kask said: “First come the schools, then the roads.”", None),
    ],
)
def test_an_ellipsis_keeps_the_meaning(source: str, claim: str, expected: str | None) -> None:
    fault = check_ellipses(Pair(claim, source))
    assert (fault.code if fault else None) == expected
