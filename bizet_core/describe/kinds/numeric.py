"""Numbers: whole numbers, quantities in thousandths, rates in millionths, and money."""

from decimal import Decimal

from babel.numbers import format_percent

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import money, numbers
from bizet_core.describe.formats.money import Money
from bizet_core.describe.kinds.kind import Kind, Schema, is_integer, only, wrong_shape
from bizet_core.describe.languages.language import N_, Locale, _

LARGEST = 2**53 - 1  # what JSON readers keep exactly


class Whole(Kind[int]):
    """A count. Its unit may be typed behind it."""

    widget = "figure"
    decimals = 0

    def read(self, given: object, locale: Locale) -> int:
        """The number, from digits of any script or as it is."""
        if isinstance(given, str):
            return self.ranged(self.scaled(numbers.read(self.bare(given), locale), locale), locale)
        if not is_integer(given):
            raise wrong_shape(N_("a whole number"))
        return self.ranged(given, locale)

    def bare(self, given: str) -> str:
        """The text without the field's unit behind the number."""
        unit = _(self.field.unit).casefold()
        text = given.strip()
        return text[: -len(unit)] if unit and text.casefold().endswith(unit) else text

    def scaled(self, number: Decimal, locale: Locale) -> int:
        """The number in the kind's own fraction."""
        value = number.scaleb(self.decimals)
        if value != int(value):
            example = numbers.show(int(number), locale)
            raise self.too_fine(example)
        return int(value)

    def ranged(self, value: int, locale: Locale) -> int:
        """Within the field's bounds and what JSON keeps exactly."""
        if abs(value) > LARGEST:
            raise Refused("number_too_large")
        return super().ranged(value, locale)

    def too_fine(self, example: str) -> Refused:
        """The refusal of more decimals than there are."""
        return (
            Refused("too_many_decimals", count=self.decimals)
            if self.decimals
            else Refused("whole_number_only", example=example)
        )

    def show(self, value: int, locale: Locale) -> str:
        """With group marks."""
        return numbers.show(Decimal(value).scaleb(-self.decimals), locale)

    def schema(self) -> Schema:
        """An integer with its bounds."""
        return {"type": "integer", **self.bounds()}


class Quantity(Whole):
    """How much of something, in thousandths: 1500 is 1.5."""

    decimals = 3


class Rate(Whole):
    """A share in millionths, typed in percent: 230000 is 23 %."""

    decimals = 4

    def bare(self, given: str) -> str:
        """Without the percent sign, before or behind."""
        return numbers.plain(given[:80]).replace("%", "").replace("٪", "")

    def show(self, value: int, locale: Locale) -> str:
        """In percent, with as many decimals as it has."""
        return format_percent(Decimal(value).scaleb(-6), locale=locale.cldr, decimal_quantization=False)


class Amount(Kind[int]):
    """Minor units of the reader's currency, for documents that have one currency."""

    widget = "figure"

    def read(self, given: object, locale: Locale) -> int:
        """From `12.50`, `€12.50`, or minor units as a whole number."""
        if isinstance(given, str):
            return self.ranged(money.parse(given, "", locale).amount, locale)
        if not is_integer(given):
            raise wrong_shape(N_("an amount"))
        return self.ranged(given, locale)

    def ranged(self, value: int, locale: Locale) -> int:
        """Within the field's bounds and what any till can hold."""
        if abs(value) > money.LARGEST:
            raise Refused("number_too_large")
        return super().ranged(value, locale)

    def show(self, value: int, locale: Locale) -> str:
        """With the currency."""
        return money.show(Money(value, locale.currency), locale)

    def schema(self) -> Schema:
        """An integer of minor units."""
        return {"type": "integer", **self.bounds()}


class Cash(Kind[Money]):
    """An amount with its currency. What is typed is in the reader's currency; programs send both parts."""

    widget = "figure"

    def read(self, given: object, locale: Locale) -> Money:
        """From `€12.50`, a `Money`, or an object of amount and currency."""
        if isinstance(given, str):
            found = money.parse(given, "", locale)
        elif isinstance(given, Money):
            found = given
        elif (parts := only(given, "amount", "currency")) and is_integer(parts["amount"]):
            found = Money(parts["amount"], str(parts["currency"]))
        else:
            raise wrong_shape(N_("an amount with its currency"))
        money.exponent(found.currency)
        Amount(self.field).ranged(found.amount, locale)
        return found

    def show(self, value: Money, locale: Locale) -> str:
        """With the currency."""
        return money.show(value, locale)

    def schema(self) -> Schema:
        """Minor units and an ISO 4217 code."""
        parts = {
            "amount": {"type": "integer", **self.bounds()},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        }
        return {
            "type": "object",
            "properties": parts,
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def encode(self, value: Money) -> object:
        """Both parts."""
        return {"amount": value.amount, "currency": value.currency}
