"""The field into which everything is scanned or typed: products, services and add-ons become lines of the cart."""

from collections import deque
from functools import partial
from typing import Any

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.products.queries import Product, ScannedProduct, product_by_barcode
from bizet_core.describe.formats.money import show
from bizet_core.describe.languages.language import _, isolate
from ui.kit.entries import entries_of
from ui.selling.cart.choice_list import Choice
from ui.selling.cart.offers import Offer, OfferSource, matching, of_product
from ui.selling.cart.open_cart import Cart
from ui.selling.cart.picker import Picker
from ui.selling.till_context import Counter

MOST = 8


class AddField(Picker):
    """What is known already, such as services, is found at once; products are asked for, however many there are."""

    def __init__(self, counter: Counter, cart: Cart) -> None:
        super().__init__(_("Scan, or add a product or service"), "scan-barcode")
        self._counter, self._cart = counter, cart
        self._sources: dict[str, OfferSource] = {entry.id: entry.resolve() for entry in entries_of("tiles")}
        self._known: dict[str, list[Offer]] = {}  # by source
        self._found: dict[str, list[Offer]] = {}
        self._codes: deque[str] = deque()  # scanned and not found yet; answers come in the order of the questions
        self._watch()
        self.typed.connect(self._search)
        self.taken.connect(self._add)
        self.entered.connect(self.scanned)

    def scanned(self, code: str) -> None:
        """Add what has this barcode; say so where nothing has."""
        self._codes.append(code)
        asked = ScannedProduct(barcode=code)
        scan = object()  # each scan counts, however fast the next one follows
        self._counter.desk.ask(
            product_by_barcode, asked, owner=self, then=self._scan_found, refused=self._scan_refused, topic=scan
        )

    def _scan_refused(self, refusal: Refused) -> None:
        self._codes.popleft()
        self._counter.say(refusal)

    def _scan_found(self, product: Product | None) -> None:
        code = self._codes.popleft()
        if product is None:
            self._nothing(code)
        else:
            self._add(of_product(product))

    def _search(self, typed: str) -> None:
        """Ask those who do not know all they have; what is found comes with what is known."""
        self._found = {}
        asking = {id: source for id, source in self._sources.items() if source.find is not None}
        for id, source in asking.items():
            assert source.find is not None
            assert source.finding is not None
            self._counter.desk.ask(
                source.find,
                source.finding(typed, MOST),
                owner=self,
                then=partial(self._take_in, id, source),
                refused=self._counter.say,
                topic=id,
            )
        if not asking:
            self._show_found()

    def _take_in(self, id: str, source: OfferSource, rows: tuple[Any, ...]) -> None:
        self._found[id] = source.of_rows(rows)
        self._show_found()

    def _show_found(self) -> None:
        known = matching([offer for id in self._sources for offer in self._known.get(id, ())], self.field.text())
        found = [offer for id in self._sources for offer in self._found.get(id, ())]
        offers = known[: MOST // 2] if found else known[:MOST]
        offers += found[: MOST - len(offers)]
        self.show_choices([choice_of(offer) for offer in offers])

    def _add(self, offer: Offer) -> None:
        self._cart.add(offer.line())
        self.clear()

    def _nothing(self, code: str) -> None:
        self._counter.toast.say(
            _("Nothing is called {typed} or has this barcode. Check it, or add it under Products.").format(typed=code),
            "triangle-alert",
        )

    def _watch(self) -> None:
        for id, source in self._sources.items():
            if source.find is None:
                know = partial(self._know, id, source)
                self._counter.desk.watch(self, source.query, source.asked, know, lambda _refusal: None)

    def _know(self, id: str, source: OfferSource, rows: tuple[Any, ...]) -> None:
        self._known[id] = source.of_rows(rows)


def choice_of(offer: Offer) -> Choice:
    """An offer as a row of the picker."""
    return Choice(offer, offer.name, offer.detail, isolate(show(offer.price)), offer.icon)
