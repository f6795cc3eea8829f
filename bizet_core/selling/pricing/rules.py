"""The quote: what a cart costs and why. Amounts in minor units of one currency, quantities in thousandths.

    price list    each line's unit price, pinned when it was put into the cart, times its quantity
    line          rules that meet every line for itself
    together      rules over several lines: buy two, get one
    order         rules over the whole order, split over its lines by largest remainder
    tax           `catalogue/taxes/rules.py`, on what is left of each line
    cash          what is due, should all of it be paid in cash; the tenders come after, in `selling/sales/rules.py`

The rules of a group compete, on each line or over all of them as their scope says: the best for the buyer wins, the
earlier of two equals. Groups follow in the order of their first rules, each on what the one before left. What a person
takes off by hand is a rule as well, alone in its group, after those of the house.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal
from uuid import UUID

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.base.rounding import MILLION, THOUSAND, allocate, half_up, part, times, to_step
from bizet_core.catalogue.taxes.rules import USUAL, Taxed, Taxes, TaxGroup, TaxTerms, tax_groups, tax_lines
from bizet_core.describe.formats.money import LARGEST

Scope = Literal["line", "together", "order"]
SCOPES: tuple[Scope, ...] = ("line", "together", "order")


# What a rule does to the amounts of the lines it meets, never to a unit price.


@dataclass(frozen=True, slots=True)
class Percent:
    """So many millionths off."""

    rate: int


@dataclass(frozen=True, slots=True)
class AmountOff:
    """So much off: once per line, or once per order, as the rule's scope says."""

    amount: int


@dataclass(frozen=True, slots=True)
class PriceEach:
    """A lower price for each: early bird, happy hour, members. One above the amount changes nothing."""

    price: int


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Of every `buy` + `get` whole units the cheapest `get` are reduced, at first to nothing."""

    buy: int
    get: int
    rate: int = MILLION


Effect = Percent | AmountOff | PriceEach | BuyGet


@dataclass(frozen=True, slots=True)
class Discount:
    """What a person takes off a line or an order by hand, and why."""

    label: str
    effect: Percent | AmountOff


class Line(msgspec.Struct, frozen=True):
    """One line of a cart. `kind` and `item` name the sellable; a line typed in by hand has no item."""

    id: UUID
    kind: str
    item: UUID | None
    name: str
    quantity: int
    unit_price: int
    tax_class: str
    discount: Discount | None = None
    staff: UUID | None = None


class Cart(msgspec.Struct, frozen=True):
    """What is to be sold, and on which terms."""

    currency: str
    lines: tuple[Line, ...]
    discount: Discount | None = None
    tip: int = 0
    terms: TaxTerms = USUAL
    cash_step: int = 1  # the smallest amount that can be paid in coins


@dataclass(frozen=True, slots=True)
class Target:
    """The lines that a rule is about; what is left empty is no limit."""

    kinds: frozenset[str] = frozenset()
    items: frozenset[UUID] = frozenset()
    lines: frozenset[UUID] = frozenset()

    def takes(self, line: Line) -> bool:
        """Whether the rule is about this line."""
        return (
            (not self.kinds or line.kind in self.kinds)
            and (not self.items or line.item in self.items)
            and (not self.lines or line.id in self.lines)
        )


@dataclass(frozen=True, slots=True)
class When:
    """When and for whom a rule holds; instants in milliseconds, `until` exclusive."""

    starts: int | None = None
    until: int | None = None
    tags: frozenset[str] = frozenset()  # the buyer has one of them: member, student
    minimum: int = 0  # what the targeted lines come to at list price, so that no other discount can spoil it


@dataclass(frozen=True, slots=True)
class Rule:
    """A price rule of the house, or what a person takes off by hand (then `id` is None)."""

    id: UUID | None
    label: str
    effect: Effect
    group: str
    scope: Scope = "line"
    target: Target = Target()
    when: When = When()


class Context(msgspec.Struct, frozen=True):
    """What a quote depends on besides its cart."""

    taxes: Taxes
    now: int = 0  # milliseconds since 1970
    tags: frozenset[str] = frozenset()  # what the buyer is
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Reduction:
    """What one rule took off one line; positive."""

    rule: UUID | None
    label: str
    scope: Scope
    amount: int


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a rule was used or not, on one line or (without one) altogether; worded in selling/pricing/messages.py."""

    rule: UUID | None
    label: str
    reason: str  # used | better | too_early | too_late | not_for_buyer | below_minimum | nothing_to_reduce
    line: UUID | None = None
    amount: int = 0  # what it took off
    better: str = ""  # the label of the rule that won


class QuotedLine(msgspec.Struct, frozen=True):
    """A line with its list amount, what came off it, and its tax."""

    line: Line
    amount: int
    reductions: tuple[Reduction, ...]
    taxed: Taxed

    @property
    def discount(self) -> int:
        """All that came off: by the line's own rules and as its share of the order's."""
        return sum(reduction.amount for reduction in self.reductions)


class Quote(msgspec.Struct, frozen=True):
    """The priced cart. `goods` − `discount` is `total` where prices hold the tax, else the net before it."""

    cart: Cart
    lines: tuple[QuotedLine, ...]
    groups: tuple[TaxGroup, ...]
    explained: tuple[Explained, ...]
    goods: int  # the lines at list price
    discount: int
    tax: int
    total: int  # what the goods cost, tax included

    @property
    def due(self) -> int:
        """What the buyer owes: the goods and the tip."""
        return self.total + self.cart.tip

    @property
    def cash_due(self) -> int:
        """What is due should all of it be paid in cash."""
        return to_step(self.due, self.cart.cash_step)


def quote(cart: Cart, context: Context) -> Quote:
    """Price a cart. Refuses negative prices, discounts and tips, quantities not above 0, and sums too large."""
    _refuse_nonsense(cart)
    amounts = [times(line.unit_price, line.quantity) for line in cart.lines]
    if sum(amounts) + cart.tip > LARGEST:
        raise Refused("number_too_large")
    counter = _Counter(cart.lines, amounts, context)
    for group in _groups((*context.rules, *_by_hand(cart))):
        counter.apply(group)
    reduced = [(line.tax_class, left) for line, left in zip(cart.lines, counter.left, strict=True)]
    taxed = tax_lines(reduced, context.taxes, cart.terms)
    return Quote(
        cart=cart,
        lines=tuple(map(QuotedLine, cart.lines, amounts, map(tuple, counter.reductions), taxed)),
        groups=tax_groups(taxed),
        explained=tuple(counter.explained),
        goods=sum(amounts),
        discount=sum(amounts) - sum(counter.left),
        tax=sum(line.tax for line in taxed),
        total=sum(line.gross for line in taxed),
    )


def _refuse_nonsense(cart: Cart) -> None:
    for line in cart.lines:
        if line.unit_price < 0:
            raise Refused("price_below_zero", name=line.name)
        if line.quantity <= 0:
            raise Refused("quantity_not_positive", name=line.name)
    for discount in (cart.discount, *(line.discount for line in cart.lines)):
        match discount:
            case Discount(label, Percent(size) | AmountOff(size)) if size < 0:
                raise Refused("discount_below_zero", label=label)
    if cart.tip < 0:
        raise Refused("tip_below_zero")


def _by_hand(cart: Cart) -> Iterator[Rule]:
    """The discounts that people gave, as rules."""
    for line in cart.lines:
        if line.discount:
            target = Target(lines=frozenset([line.id]))
            yield Rule(None, line.discount.label, line.discount.effect, f"by hand on {line.id}", "line", target)
    if cart.discount:
        yield Rule(None, cart.discount.label, cart.discount.effect, "by hand on the order", "order")


def _groups(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules that compete, scope after scope, in the order of the first rule of each."""
    for scope in SCOPES:
        groups: dict[str, list[Rule]] = {}
        for rule in rules:
            if rule.scope == scope:
                groups.setdefault(rule.group, []).append(rule)
        yield from groups.values()


@dataclass(slots=True)
class _Counter:
    """The running sums while rules are applied, group after group."""

    lines: Sequence[Line]
    amounts: Sequence[int]  # at list price
    context: Context
    left: list[int] = field(init=False)
    reductions: list[list[Reduction]] = field(init=False)
    explained: list[Explained] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = list(self.amounts)
        self.reductions = [[] for _ in self.lines]

    def apply(self, group: Sequence[Rule]) -> None:
        """Let the rules of a group, all of one scope, compete on each line or over all of them."""
        reasons = [(rule, self._hindrance(rule)) for rule in group]
        self.explained += [Explained(rule.id, rule.label, reason) for rule, reason in reasons if reason]
        fit = [rule for rule, reason in reasons if not reason]
        everywhere = range(len(self.lines))
        for places in [[i] for i in everywhere] if group[0].scope == "line" else [everywhere]:
            self._contest(fit, places)

    def _hindrance(self, rule: Rule) -> str | None:
        """Why a rule does not come into question at all, or None."""
        when, now = rule.when, self.context.now
        meets = [amount for line, amount in zip(self.lines, self.amounts, strict=True) if rule.target.takes(line)]
        if when.starts is not None and now < when.starts:
            return "too_early"
        if when.until is not None and now >= when.until:
            return "too_late"
        if when.tags and not when.tags & self.context.tags:
            return "not_for_buyer"
        if not meets:
            return "nothing_to_reduce"
        return "below_minimum" if sum(meets) < when.minimum else None

    def _contest(self, rules: Sequence[Rule], places: Sequence[int]) -> None:
        """Apply the rule that takes most off these lines, and say why the others were not used."""
        bids = [(rule, bid) for rule in rules if (bid := self._bid(rule, places))]
        if not bids:
            return
        winner, taken = max(bids, key=lambda bid: sum(bid[1].values()))
        for place, amount in taken.items():
            if amount:
                self.left[place] -= amount
                self.reductions[place].append(Reduction(winner.id, winner.label, winner.scope, amount))
        line = self.lines[places[0]].id if winner.scope == "line" else None
        for rule, _ in bids:
            self.explained.append(_outcome(rule, winner, sum(taken.values()), line))

    def _bid(self, rule: Rule, places: Sequence[int]) -> dict[int, int]:
        """What a rule would take off each of the lines it is about."""
        met = [place for place in places if rule.target.takes(self.lines[place])]
        lines, left = [self.lines[place] for place in met], [self.left[place] for place in met]
        return dict(zip(met, taken_off(rule.effect, lines, left), strict=True))


def _outcome(rule: Rule, winner: Rule, amount: int, line: UUID | None) -> Explained:
    """What became of a rule that competed."""
    if rule is not winner:
        return Explained(rule.id, rule.label, "better", line, better=winner.label)
    return Explained(rule.id, rule.label, "used" if amount else "nothing_to_reduce", line, amount)


def taken_off(effect: Effect, lines: Sequence[Line], amounts: Sequence[int]) -> Sequence[int]:
    """What an effect takes off each amount; never more than the amount."""
    match effect:
        case Percent(rate):
            return allocate(part(sum(amounts), min(rate, MILLION)), amounts)
        case AmountOff(off):
            return allocate(min(off, sum(amounts)), amounts)
        case PriceEach(price):
            return [max(0, left - times(price, line.quantity)) for line, left in zip(lines, amounts, strict=True)]
        case BuyGet():
            return _cheapest_units(effect, lines, amounts)


def _cheapest_units(offer: BuyGet, lines: Sequence[Line], amounts: Sequence[int]) -> list[int]:
    """What comes off the cheapest whole units; of lines that cost the same the earlier goes first."""
    units = [line.quantity // THOUSAND for line in lines]
    free = sum(units) // (offer.buy + offer.get) * offer.get
    off = [0] * len(lines)
    for place in sorted(range(len(lines)), key=lambda i: Fraction(amounts[i], lines[i].quantity)):
        count = min(units[place], free)
        value = half_up(amounts[place] * count * THOUSAND, lines[place].quantity)
        off[place] = part(value, min(offer.rate, MILLION))
        free -= count
    return off
