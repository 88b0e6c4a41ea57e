"""The reader: a small model that reads a question or a claim together with sentences of a source."""

from onrecord.assistant.reader.choose import choose_for_claim
from onrecord.assistant.reader.encode import NOWHERE, Encoding, encode_pair
from onrecord.assistant.reader.reader import FIRST, IN_ANSWER, LAST, READER_NAME, AnswerReading, Reader, Span, SupportReading, make_reader
from onrecord.assistant.reader.tuning import READER_TUNING

__all__ = [
    "FIRST",
    "IN_ANSWER",
    "LAST",
    "NOWHERE",
    "READER_NAME",
    "READER_TUNING",
    "AnswerReading",
    "Encoding",
    "Reader",
    "Span",
    "SupportReading",
    "choose_for_claim",
    "encode_pair",
    "make_reader",
]
