"""The sentences that a claim is read with."""

import os
import subprocess
import sys
import time

from onrecord.assistant.reader import READER_TUNING, choose_for_claim
from onrecord.assistant.reader.choose import sentences_around

FLOOD = (
    "The river Oske rose all night.",
    "Civil Protection said on Tuesday that 17 people had died.",
    "Schools stay closed until Monday.",
    "Governor Jorvan Mekkel visited the town.",
    "He promised 40 million marks for new dykes.",
)


def test_the_sentences_that_share_words_are_chosen_in_text_order() -> None:
    chosen = choose_for_claim("Mekkel promised 40 million marks after 17 people died", FLOOD)
    assert chosen == sorted(chosen)
    assert {1, 3, 4} <= set(chosen)


def test_the_second_sentence_is_the_one_that_adds_new_words() -> None:
    twice = ("Mekkel promised new dykes.", "Mekkel promised new dykes again.", "Schools stay closed.")
    assert 2 in choose_for_claim("Mekkel promised new dykes while schools stay closed", twice)


def test_of_sentences_without_a_common_word_the_first_is_chosen() -> None:
    assert choose_for_claim("Nothing alike", FLOOD) == [0]


def test_no_sentence_no_choice() -> None:
    assert choose_for_claim("Anything", ()) == []


def test_the_room_is_not_exceeded() -> None:
    long = [f"Word{n} dykes " + "and so on " * 30 for n in range(20)]
    chosen = choose_for_claim("dykes " + " ".join(f"Word{n}" for n in range(20)), long)
    assert len(chosen) <= READER_TUNING.claim_sentences
    assert sum(len(long[i]) for i in chosen[1:]) <= READER_TUNING.claim_characters


def test_the_choice_does_not_depend_on_the_order_of_a_set() -> None:
    """Python orders the words of a set anew in each process, and sums of the same numbers in another order may differ."""
    code = (
        "from onrecord.assistant.reader import choose_for_claim\n"
        "words = [f'w{n}ord' for n in range(30)]\n"
        "texts = [' '.join(words[n:20] + words[:n]) for n in range(20)] + [words[n] + ' more' * n for n in range(30) for _ in range(n)]\n"
        "print([choose_for_claim(' '.join(words + words[:n]), texts[n:]) for n in range(10)])"
    )
    seeds = {subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": str(n)}, capture_output=True, check=True).stdout for n in range(4)}
    assert len(seeds) == 1


def test_a_source_of_a_megabyte_is_read_in_seconds() -> None:
    began = time.perf_counter()
    assert choose_for_claim("17 people had died in the flood", FLOOD * 6_000)
    assert time.perf_counter() - began < 30  # seconds; it takes about one, and a hang would be noticed


def test_the_nearest_sentence_is_read_with_those_beside_it() -> None:
    sentences = ["The fair was held.", "Anna Berger chairs the council.", "It rained.", "She resigned over the sluice.", "The market was full.", "Trams ran late.", "A dog was found."]
    assert sentences_around("Berger resigned over the sluice gates.", sentences) == [1, 2, 3, 4, 5]
    assert sentences_around("The fair.", sentences[:2]) == [0, 1]
