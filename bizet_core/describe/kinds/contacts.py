"""How to reach a person: phone numbers and e-mail addresses."""

import re

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.kinds.kind import Kind, Schema, wrong_shape
from bizet_core.describe.languages.language import N_, Locale

_EXTENSION = re.compile(r"(?:ext\.?|x|#|;ext=) ?\d+$", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[+\d\s().\-/]*")


class Phone(Kind[str]):
    """A phone number in E.164, `+447700900142`; without a country code it is one of the reader's region."""

    widget = "phone"

    def read(self, given: object, locale: Locale) -> str:
        """The normal form of a number that could be dialled; whether it is in use nobody asks."""
        if not isinstance(given, str):
            raise wrong_shape(N_("a phone number"))
        bare = plain(given[:60])
        if any(ch.isalpha() for ch in _EXTENSION.sub("", bare)):
            raise Refused("phone_letters", typed=given[:40])
        if _EXTENSION.search(bare):
            raise Refused("phone_extension")
        return _normal(bare, given, locale)

    def show(self, value: str, locale: Locale) -> str:
        """With the country code and the spaces people use there; what came from elsewhere shows itself."""
        import phonenumbers

        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return value
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    def schema(self) -> Schema:
        """E.164."""
        return {"type": "string", "pattern": r"^\+[1-9]\d{4,14}$"}


def _normal(bare: str, given: str, locale: Locale) -> str:
    import phonenumbers  # imported late: its tables take 20 MB

    wrong = Refused("not_a_phone", typed=given[:40])
    if not _PUNCTUATION.fullmatch(bare):
        raise wrong
    try:
        number = phonenumbers.parse(bare, locale.region)
    except phonenumbers.NumberParseException:
        raise wrong from None
    if not phonenumbers.is_possible_number(number):
        raise wrong
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class Email(Kind[str]):
    """An e-mail address, also in other scripts. Nothing is looked up."""

    widget = "email"

    def read(self, given: object, locale: Locale) -> str:
        """The address with its domain in lower case."""
        from email_validator import EmailNotValidError, validate_email

        if not isinstance(given, str):
            raise wrong_shape(N_("an e-mail address"))
        try:
            return validate_email(given[:400].strip(), check_deliverability=False).normalized
        except EmailNotValidError:
            raise Refused("not_an_email", typed=given[:60]) from None

    def schema(self) -> Schema:
        """An address, possibly with letters outside ASCII."""
        return {"type": "string", "format": "idn-email", "maxLength": 254}
