"""Numbers and money as people type them."""

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats import money
from bizet_core.describe.formats.money import Money, exponent, parse, show
from bizet_core.describe.introspection import KINDS
from bizet_core.describe.languages.language import N_, Locale, regional
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import BERLIN, CAIRO, LONDON

EUROS = Locale(currency="EUR")
PARIS = regional("fr", "FR")


@pytest.mark.parametrize(
    ("typed", "reader", "cents"),
    [
        ("12.5", EUROS, 1250),
        ("€1,234.50", EUROS, 123450),
        ("1.234,50 €", BERLIN, 123450),
        ("1.234", BERLIN, 123400),
        ("12.5", BERLIN, 1250),
        ("1 234,56", PARIS, 123456),
        ("1 234,56", EUROS, 123456),
        ("1’234.50", regional("de", "LI"), 123450),
        ("EUR 12", EUROS, 1200),
        ("12 eur", EUROS, 1200),
        ("-5", EUROS, -500),
        ("−€5", EUROS, -500),
        (".5", EUROS, 50),
        ("5.", EUROS, 500),
        ("٥٠٫٢٥", EUROS, 5025),
        ("１２．５", EUROS, 1250),
        ("1,23,456.50", EUROS, 12345650),
        ("0.07", EUROS, 7),
    ],
)
def test_an_amount_is_read_in_any_marks_and_digits(typed: str, reader: Locale, cents: int) -> None:
    assert parse(typed, reader.currency, reader).amount == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12.345", "too_many_decimals"),
        ("abc", "not_a_number"),
        ("", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("12 34", "not_a_number"),
        ("1e3", "not_a_number"),
        ("½", "not_a_number"),
        ("$12", "other_currency"),
        ("12 USD", "other_currency"),
        ("9" * 20, "number_too_large"),
        ("9" * 500, "not_a_number"),
    ],
)
def test_what_is_no_amount_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(typed, "EUR", EUROS)
    assert caught.value.code == code
    assert "{" not in word(caught.value, EUROS)


def test_too_many_decimals_are_refused_with_how_many_there_may_be() -> None:
    with pytest.raises(Refused) as caught:
        parse("0.125", "EUR", EUROS)
    assert word(caught.value, EUROS) == "Use at most 2 decimals."
    with pytest.raises(Refused) as caught:
        parse("5.5", "JPY", EUROS)
    assert word(caught.value, EUROS) == "JPY has no decimals. Use a whole amount."


def test_a_currency_has_its_own_number_of_decimals() -> None:
    assert [exponent(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    assert parse("1.5", "KWD", EUROS) == Money(1500, "KWD")
    with pytest.raises(Refused, match="unknown_currency"):
        exponent("EURO")


def test_an_amount_is_shown_as_the_reader_writes_it() -> None:
    assert show(Money(123450, "EUR"), LONDON) == "€1,234.50"
    assert show(Money(123450, "EUR"), BERLIN) == "1.234,50\xa0€"
    assert show(Money(-500, "JPY"), LONDON) == "-JP¥500"


def test_a_price_of_minus_one_is_refused() -> None:
    price = KINDS["money"](Field(N_("Price"), min=0))
    with pytest.raises(Refused) as caught:
        price.read("-1", LONDON)
    assert word(caught.value, LONDON) == "Enter £0.00 or more."


def test_a_float_is_never_an_amount() -> None:
    with pytest.raises(Refused, match="wrong_shape"):
        KINDS["money"](Field(N_("Price"))).read(12.5, LONDON)


def test_no_amount_is_larger_than_a_till_can_hold() -> None:
    with pytest.raises(Refused, match="number_too_large"):
        KINDS["money"](Field(N_("Price"))).read(money.LARGEST + 1, LONDON)


def test_a_rate_is_typed_in_percent_and_kept_in_millionths() -> None:
    rate = KINDS["rate"](Field(N_("Tax")))
    assert [rate.read(typed, LONDON) for typed in ("23", "23 %", "7.5%", "%5")] == [230_000, 230_000, 75_000, 50_000]
    assert rate.read("٢٣٪", CAIRO) == 230_000
    assert rate.show(230_000, BERLIN) == "23\xa0%"
    with pytest.raises(Refused, match="too_many_decimals"):
        rate.read("0.00001", LONDON)


def test_a_quantity_has_thousandths() -> None:
    quantity = KINDS["quantity"](Field(N_("How many")))
    assert quantity.read("1.5", LONDON) == 1500
    assert quantity.show(1500, BERLIN) == "1,5"


def test_a_unit_may_be_typed_behind_a_number() -> None:
    assert KINDS["whole"](Field(N_("Contents"), unit="ml")).read("250 ml", LONDON) == 250


def test_a_count_has_no_decimals() -> None:
    with pytest.raises(Refused) as caught:
        KINDS["whole"](Field(N_("Seats"))).read("2.5", LONDON)
    assert word(caught.value, LONDON) == "Only whole numbers fit here, such as 2."
