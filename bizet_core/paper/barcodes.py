"""QR codes and Code 128 as dots, for every kind of paper."""

from collections.abc import Sequence
from functools import lru_cache

Matrix = tuple[tuple[bool, ...], ...]
LONGEST_QR = 600
"""Characters; about version 20, which a phone still reads from 40 mm of thermal paper."""


@lru_cache(maxsize=64)
def qr_matrix(content: str) -> Matrix | None:
    """The modules of a QR code without its quiet zone, True for black; None for a content too long for paper."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    if not content or len(content.encode("utf-8", "replace")) > LONGEST_QR:
        return None
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(content.encode("utf-8", "replace"))
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


@lru_cache(maxsize=64)
def bars(content: str) -> tuple[bool, ...] | None:
    """The modules of a Code 128, True for black; None for what is no printable ASCII or too long for paper."""
    from barcode.codex import Code128  # type: ignore[import-untyped]

    if not content or len(content) > 24 or any(not " " <= char <= "~" for char in content):
        return None
    lines: Sequence[str] = Code128(content).build()
    return tuple(module == "1" for module in lines[0])
