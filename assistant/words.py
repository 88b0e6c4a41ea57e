"""The words of questions and sentences are those of search."""

from vectorstore.words import FUNCTION_WORDS, WORD, content_words, stem, stems

__all__ = ["FUNCTION_WORDS", "WORD", "content_words", "stem", "stems"]
