"""Phone numbers and e-mail addresses."""

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.introspection import KINDS
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import BERLIN, CAIRO, LONDON

PHONE = KINDS["phone"](Field("Phone"))
EMAIL = KINDS["email"](Field("E-mail"))


@pytest.mark.parametrize(
    ("typed", "reader", "kept"),
    [
        ("07700 900142", LONDON, "+447700900142"),
        ("+44 (0) 7700 900142", BERLIN, "+447700900142"),
        ("0044 7700-900142", BERLIN, "+447700900142"),
        ("030/123456", BERLIN, "+4930123456"),
        ("٠١٠٠١٢٣٤٥٦٧", CAIRO, "+201001234567"),
        ("+٤٤ ٧٧٠٠ ٩٠٠١٤٢", CAIRO, "+447700900142"),
        ("０７７００９００１４２", LONDON, "+447700900142"),
    ],
)
def test_a_number_is_kept_so_that_anyone_can_dial_it(typed: str, reader: Locale, kept: str) -> None:
    assert PHONE.read(typed, reader) == kept


def test_a_phone_number_of_letters_is_refused_in_words() -> None:
    with pytest.raises(Refused) as caught:
        PHONE.read("call me", LONDON)
    assert word(caught.value, LONDON) == "“call me” has letters in it. A phone number has digits only."


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1-800-FLOWERS", "phone_letters"),
        ("020 7946 0000 ext. 12", "phone_extension"),
        ("123", "not_a_phone"),
        ("+999 1234567", "not_a_phone"),
        ("0" * 30, "not_a_phone"),
        ("@@@", "not_a_phone"),
    ],
)
def test_what_cannot_be_dialled_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        PHONE.read(typed, LONDON)


def test_a_number_is_shown_with_its_country() -> None:
    assert PHONE.show("+447700900142", LONDON) == "+44 7700 900142"


def test_an_address_is_kept_with_its_domain_in_lower_case() -> None:
    assert EMAIL.read(" Ana@EXAMPLE.com ", LONDON) == "Ana@example.com"


@pytest.mark.parametrize(
    "typed", ["ana", "ana@", "@example.com", "a b@example.com", "ana@localhost", "x" * 300 + "@e.com"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not_an_email"):
        EMAIL.read(typed, LONDON)
