"""Barcodes: how a scanned or typed one is kept, so that the same item is found however its code was read."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 48


@dataclass(frozen=True, slots=True)
class BadBarcode:
    """Why a code cannot be kept."""

    code: str  # of the refusal
    expected: str = ""  # the check digit that would be right


def normal_barcode(typed: str) -> str | BadBarcode:
    """The code as it is kept: EAN-13 with UPC-A as its leading-0 form, EAN-8, else the text itself in capitals.

    12 and 13 digits must end in GS1's check digit, and so must 8 that are no UPC-E; other lengths are the shop's own.
    """
    code = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if len(code) > LONGEST or not all("!" <= character <= "~" for character in code):
        return BadBarcode("barcode_odd")
    if not re.fullmatch(r"\d{8}|\d{12,13}", code):
        return code
    if len(code) == 8 and _fits(upc_a_of(code)):
        return "0" + upc_a_of(code)
    if not _fits(code):
        return BadBarcode("barcode_check_digit", check_digit(code[:-1]))
    return code if len(code) == 8 else code.zfill(13)


def check_digit(digits: str) -> str:
    """The GS1 check digit that follows these digits: weights 3 and 1 from the right, up to the next ten."""
    weighted = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def upc_a_of(upc_e: str) -> str:
    """The 12 digits that a zero-suppressed UPC-E of 8 stands for (GS1 General Specifications); else empty."""
    if not re.fullmatch(r"[01]\d{7}", upc_e):
        return ""
    system, body, check = upc_e[0], upc_e[1:7], upc_e[7]
    last = body[5]
    if last in "012":
        return system + body[:2] + last + "0000" + body[2:5] + check
    if last == "3":
        return system + body[:3] + "00000" + body[3:5] + check
    if last == "4":
        return system + body[:4] + "00000" + body[4] + check
    return system + body[:5] + "0000" + last + check


def _fits(code: str) -> bool:
    return bool(code) and check_digit(code[:-1]) == code[-1]
