"""Quotation marks and apostrophes, straight and curly, as texts write them."""

DOUBLE = "\"“”"  # of an English quotation
APOSTROPHES = "'’"
OPENING, CLOSING = "\"“‘", "\"”’"
OTHER_OPENING, OTHER_CLOSING = "«„", "»"  # of other languages; "“" closes after "„"
STRAIGHTEN = str.maketrans("“”‘’", "\"\"''")
POSSESSIVE_END = rf"[{APOSTROPHES}]s?$"  # pattern
