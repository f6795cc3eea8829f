"""Sample business: made in the server's own folder, so that whoever tries it out has a public page to look at.

It is made through operations, as at a first run. Nobody knows its PINs, and no desk is linked to it.
"""

import secrets
from uuid import uuid4

from bizet_core.booking.public_page.queries import ThePage, public_page
from bizet_core.business.locations.operations import EditLocation, edit_location
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.setup.first_run.operations import SetUp, add_trade, set_up
from bizet_core.store import Store
from resources.sample import TRADES
from resources.sample.requests import opening_of, trade_request
from sync_server.addresses import Address, Addresses
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control, House

TRADE, SLUG, CURRENCY = "salon", "salon-carmen", "EUR"


def sample_business(stores: Stores) -> Address:
    """The sample business of this server: made when there is none, finished where that was interrupted."""
    addresses = Addresses(stores.control)
    address = next(iter(addresses.samples()), None) or _settled(stores, addresses)
    _fill(stores.of(address.business))
    return address


def real_houses(control: Control) -> list[House]:
    """Businesses that somebody has brought here."""
    made = {address.business for address in Addresses(control).samples()}
    return [house for house in control.all_houses() if house.business not in made]


def _settled(stores: Stores, addresses: Addresses) -> Address:
    house = House(uuid4(), uuid4(), secrets.token_bytes(32), secrets.token_bytes(32))
    stores.control.settle(house)
    slug = SLUG if addresses.find("", SLUG) is None else f"{SLUG}-{secrets.token_hex(3)}"
    return addresses.set(house.business, slug, sample=True)


def _fill(store: Store) -> None:
    if store.ask(business, TheBusiness()) is None:
        store.do(set_up, _first_run())
    page = store.ask(public_page, ThePage())
    if not page.places[0].email:
        store.do(edit_location, EditLocation(location=page.places[0].id, email="hello@salon-carmen.example"))
    if not page.categories:
        store.do(add_trade, trade_request(TRADES[TRADE], page.places[0].id, CURRENCY))


def _first_run() -> SetUp:
    """In Dublin, as the desk's sample; the phone is of the range that Ireland keeps free for films."""
    trade = TRADES[TRADE]
    return SetUp(
        name=trade.business,
        country="IE",
        language="en",
        trade=trade.key,
        owner_name="Carmen Reis",
        owner_pin="".join(str(secrets.randbelow(10)) for _ in range(8)),
        address="14 Sunny Lane\nDublin 8",
        phone="+353209110142",
        hours=opening_of(trade),
    )
