"""Quotation marks and apostrophes in their straight and curly forms."""

DOUBLE = "\"“”"  # double marks of an English quotation
APOSTROPHES = "'’"
OPENING, CLOSING = "\"“‘", "\"”’"
OTHER_OPENING, OTHER_CLOSING = "«„", "»"  # marks of other languages; after "„", the mark "“" closes
STRAIGHTEN = str.maketrans("“”‘’", "\"\"''")
POSSESSIVE_END = rf"[{APOSTROPHES}]s?$"  # pattern
