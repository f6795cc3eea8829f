"""One item has one barcode, however it was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.catalogue.products.rules import BadBarcode, check_digit, normal_barcode, upc_a_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4006381333931", "4006381333931"),  # EAN-13
        (" 4 006381 333931 ", "4006381333931"),
        ("036000291452", "0036000291452"),  # UPC-A
        ("0036000291452", "0036000291452"),  # the same as EAN-13
        ("96385074", "96385074"),  # EAN-8
        ("04252614", "0042100005264"),  # UPC-E
        ("٤٠٠٦٣٨١٣٣٣٩٣١", BadBarcode("barcode_odd")),
        ("shop-17", "SHOP-17"),
        ("12345", "12345"),
        ("", ""),
        ("4006381333932", BadBarcode("barcode_check_digit", "1")),
        ("036000291453", BadBarcode("barcode_check_digit", "2")),
        ("x" * 49, BadBarcode("barcode_odd")),
        ("a\x00b", BadBarcode("barcode_odd")),
    ],
)
def test_a_barcode_is_kept_in_one_form(typed: str, kept: str | BadBarcode) -> None:
    assert normal_barcode(typed) == kept


@given(st.text("0123456789", min_size=12, max_size=12))
def test_one_wrong_digit_is_always_noticed(body: str) -> None:
    right = body + check_digit(body)
    assert normal_barcode(right) == right
    for place in range(13):
        wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
        assert isinstance(normal_barcode(wrong), BadBarcode)


@given(st.text("0123456789", min_size=11, max_size=11))
def test_upc_a_and_ean_13_are_the_same_item(body: str) -> None:
    upc = body + check_digit(body)
    assert normal_barcode(upc) == normal_barcode("0" + upc)


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [
        ("01234505", "012000003455"),
        ("01245714", "012100004574"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234565", "012345000065"),
        ("21234565", ""),
    ],
)
def test_a_short_upc_stands_for_a_long_one(upc_e: str, upc_a: str) -> None:
    assert upc_a_of(upc_e) == upc_a
