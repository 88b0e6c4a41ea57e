"""Writes raised and lowered characters as text, so that an exponent or the mark of a note never becomes a digit of the figure before it."""

import re

UP = dict(zip("0123456789+-−–=()nabcdefghijklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
DOWN = dict(zip("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
WHOLE = {"tm": "™", "sm": "℠", "r": "®", "®": "®", "™": "™", "©": "©", "c": "©"}
ORDINALS = {"a": "ª", "o": "º", "e": "e", "r": "r", "n": "n", "t": "t", "d": "d"}  # one letter after a number: 1ª, 1º, 2e, 1r
NOTE_MARKS = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})+")  # 1,2 or 3–5


def raised(text: str, before: str) -> str:
    """A superscript. `before` is the character that it follows, or an empty string."""
    small = " ".join(text.split())
    if not small or small[0] in "[*†‡§¶#°ºª′″’'" or is_words(small):
        return small if not is_words(small) or not before.strip() else " " + small
    if small.isalpha():
        return raised_letters(small, before)
    if NOTE_MARKS.fullmatch(small) and not small.startswith(("-", "–")):
        return f"[{small}]"
    return "".join(UP[c] for c in small) if all(c in UP for c in small) else f"^({small})"


def raised_letters(small: str, before: str) -> str:
    """Ordinals and abbreviations stay letters (20th, Mme); a single letter may be an exponent or a note."""
    if before.isalpha() and small.lower() in WHOLE and (small.isupper() or not small.isascii()):
        return WHOLE[small.lower()]
    if len(small) > 1:
        return small
    if before.isdigit() and small in ORDINALS:
        return ORDINALS[small]
    if before.isupper() or not before.strip():
        return small  # Dr, Me, or nothing that it could be taken for a part of
    return UP.get(small, f"^{small}")


def lowered(text: str, before: str) -> str:
    """A subscript. After a letter it stays as it is (CO2, PM2.5); after a figure it must not look like one of its digits."""
    small = " ".join(text.split())
    if not before.isdigit() and not before.startswith((".", ",")):
        return small
    return "".join(DOWN[c] for c in small) if all(c in DOWN for c in small) else f"_({small})"


def is_words(text: str) -> bool:
    """Whether the text is more than a mark: several words, or a long one."""
    return len(re.findall(r"[^\W\d_]{2,}", text)) > 1 or len(text) > 12
