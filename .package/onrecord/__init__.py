"""On Record: questions about news articles, answered with cited, attributed and checked sentences.

The rooms are the top-level folders of the repository; this folder links to them, so that they share one import name.
"""
