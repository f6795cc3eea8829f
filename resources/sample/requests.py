"""A trade as the request that adds what it offers, in the reader's language and in a currency's usual prices."""

from uuid import UUID

from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.resources.operations import AddResource
from bizet_core.catalogue.products.operations import AddProduct
from bizet_core.catalogue.services.requests import AddonGiven, AddService, LengthGiven
from bizet_core.catalogue.timetable.operations import Hours
from bizet_core.describe.languages.language import _
from bizet_core.setup.first_run.operations import AddTrade, TradeService
from resources.sample.money import price_in
from resources.sample.shape import AddOn, Length, Place, Product, Service, Trade


def opening_of(trade: Trade) -> tuple[Hours, ...]:
    """When such a business is usually open: for `first_run.set_up`."""
    return tuple(Hours(weekdays=each.weekdays, time=(each.start, each.end)) for each in trade.opening)


def trade_request(trade: Trade, location: UUID, currency: str) -> AddTrade:
    """What `first_run.add_trade` adds at a place."""
    return AddTrade(
        location=location,
        categories=tuple(_(name) for name in trade.categories),
        places=tuple(map(_place, trade.places)),
        services=tuple(_service(each, position, currency) for position, each in enumerate(trade.services)),
        products=tuple(_product(each, position, currency) for position, each in enumerate(trade.products)),
    )


def _service(each: Service, position: int, currency: str) -> TradeService:
    free = each.processing or (None, None)
    service = AddService(
        name=_(each.name),
        description=_(each.description),
        lengths=tuple(_length(length, currency) for length in each.lengths),
        addons=tuple(_addon(addon, currency) for addon in each.addons),
        colour=each.colour,
        tax_class=each.tax_class,
        position=position,
        before_min=each.before,
        after_min=each.after,
        processing_from=free[0],
        processing_min=free[1],
    )
    needs = tuple(tuple(_(name) for name in any_of) for any_of in each.needs)
    return TradeService(service=service, category=_(each.category), by=each.by, needs=needs)


def _length(each: Length, currency: str) -> LengthGiven:
    return LengthGiven(minutes=each.minutes, price=price_in(currency, each.price), label=_(each.label))


def _addon(each: AddOn, currency: str) -> AddonGiven:
    return AddonGiven(name=_(each.name), price=price_in(currency, each.price), minutes=each.minutes)


def _product(each: Product, position: int, currency: str) -> AddProduct:
    return AddProduct(
        name=_(each.name),
        price=price_in(currency, each.price),
        category=_(each.category),
        barcode=each.barcode,
        stock=each.stock,
        colour=each.colour,
        favourite=each.favourite,
        tax_class=each.tax_class,
        position=position,
    )


def _place(each: Place) -> AddResource:
    return AddResource(
        name=_(each.name),
        kind=ResourceKind(each.kind),
        capacity=each.capacity,
        colour=each.colour,
        in_calendar=each.in_calendar,
    )
