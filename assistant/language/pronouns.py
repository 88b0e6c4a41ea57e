"""Pronouns that stand for a person or a body."""

PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})
