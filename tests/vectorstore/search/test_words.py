import sys
from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from onrecord.vectorstore.words import stem


def test_threads_do_not_stem_each_others_words() -> None:
    words = [
        f"{a}{b}{c}"
        for a in ("over", "harbour", "mini", "contra")
        for b in ("argu", "establish", "nation", "relat")
        for c in ("ing", "ments", "ally", "iveness", "ations")
    ]
    words = [f"{w}{n}{end}" for w in words for n in ("", "x", "tt", "ent") for end in ("", "s", "ed", "ing", "ly")]
    alone = [snowballstemmer.stemmer("english").stemWord(w) for w in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(stem, words))
    finally:
        sys.setswitchinterval(before)
    assert together == alone
