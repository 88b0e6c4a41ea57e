"""Titles in front of names, and how they are shortened."""

ABBREVIATED = {
    "gen": "general", "col": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "sen": "senator", "rep": "representative",
    "gov": "governor", "pres": "president", "prof": "professor", "dr": "doctor", "rev": "reverend", "st": "saint",
}  # fmt: skip
TITLES = ABBREVIATED | {long: short for short, long in ABBREVIATED.items()}
