"""Sample businesses, one for each trade: what it offers, who works there, and a lively day to look at.

The first run takes from a trade its words, services, rooms, products and opening hours. The sample business also takes
the people, the customers and the day. Nothing here is fixed to a date: days are counted from today, times are wall
minutes, prices are in euro cents (`money.price_in` makes them prices of another currency). Things refer to each other
by name; names marked by `N_` are shown in the reader's language, names of people as they are. All people are invented,
their phone numbers are of the ranges kept free for films, their addresses of the domain kept free for examples.
"""

from resources.sample.classes import CLASSES
from resources.sample.clinic import CLINIC
from resources.sample.customers import CUSTOMERS
from resources.sample.fitness import FITNESS
from resources.sample.salon import SALON
from resources.sample.shape import Trade
from resources.sample.shop import SHOP
from resources.sample.venue import VENUE

TRADES: dict[str, Trade] = {trade.key: trade for trade in (SALON, CLINIC, FITNESS, VENUE, CLASSES, SHOP)}
"""The trades to choose from at the first run, in their order there."""

__all__ = ["CUSTOMERS", "TRADES", "Trade"]
